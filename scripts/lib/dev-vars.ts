import { parseEnv } from 'node:util';

const ASSIGNMENT = /^([ \t]*(?:export[ \t]+)?)ADMIN_TOKEN[ \t]*=.*$/gm;

/**
 * Adds a write token to the text of a `.dev.vars` that has none or an empty one. All other lines stay unchanged.
 *
 * @returns the new text, and the token in it: the present one or `fresh`
 */
export function withAdminToken(text: string, fresh: string): { text: string; token: string } {
  const present = tokenOf(text);
  if (present) return { text, token: present };
  const replaced = text.replace(ASSIGNMENT, `$1ADMIN_TOKEN=${fresh}`);
  if (tokenOf(replaced) === fresh) return { text: replaced, token: fresh };
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  return { text: `${text}${separator}ADMIN_TOKEN=${fresh}\n`, token: fresh };
}

function tokenOf(text: string): string | undefined {
  // After `NAME= ` with a trailing space, Node reads the next line as the value; wrangler does not.
  return parseEnv(text.replaceAll(/[ \t]+$/gm, ''))['ADMIN_TOKEN'];
}
