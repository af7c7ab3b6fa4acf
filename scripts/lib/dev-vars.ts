import { parseEnv } from 'node:util';

const ASSIGNMENT = /^([ \t]*(?:export[ \t]+)?)ADMIN_TOKEN[ \t]*=.*$/gm;

/**
 * The text of a `.dev.vars` with a write token in it, and that token: the one that is there, or `fresh` where there is
 * none or an empty one. All other lines stay as they are.
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
  // After `NAME= ` with a space, Node takes the next line for the value; wrangler does not.
  return parseEnv(text.replaceAll(/[ \t]+$/gm, ''))['ADMIN_TOKEN'];
}
