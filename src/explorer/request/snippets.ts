import type { Draft } from './draft.ts';

/** A token never is in a snippet. */
const TOKEN = '$PERIGEE_TOKEN';

/** The request as a command of curl for a POSIX shell. */
export function curlOf(draft: Draft, origin: string, hasToken: boolean): string {
  const { method, path, headers = {}, body } = draft;
  const parts = [`curl ${quote(new URL(path, origin).href)}`];
  if (method === 'HEAD') parts.push('--head');
  else if (method !== 'GET') parts.push(`--request ${method}`);
  for (const [name, value] of Object.entries(headers)) parts.push(`--header ${quote(`${name}: ${value}`)}`);
  // In double quotes the shell replaces the variable.
  if (hasToken) parts.push(`--header "Authorization: Bearer ${TOKEN}"`);
  if (body !== undefined) parts.push(`--data-raw ${quote(body)}`);
  return parts.join(' \\\n  ');
}

/** The request as a call of `fetch()`. */
export function fetchOf(draft: Draft, origin: string, hasToken: boolean): string {
  const { method, path, headers = {}, body } = draft;
  const all = { ...headers, ...(hasToken && { Authorization: `Bearer ${TOKEN}` }) };
  const options = {
    ...(method !== 'GET' && { method }),
    ...(Object.keys(all).length > 0 && { headers: all }),
    ...(body !== undefined && { body }),
  };
  const url = JSON.stringify(new URL(path, origin).href);
  const more = Object.keys(options).length === 0 ? '' : `, ${JSON.stringify(options, null, 2)}`;
  return `const response = await fetch(${url}${more});`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
