import { type Draft, headerOf, withoutSecrets } from './draft.ts';
import { urlOfPath } from './own-path.ts';

/** The variable of the environment that has the token. A token never is in a snippet. */
export const TOKEN_VARIABLE = 'PERIGEE_TOKEN';

/** What a browser sends with a body of text that has no type (https://fetch.spec.whatwg.org/#concept-bodyinit-extract). */
const TEXT_TYPE = 'text/plain;charset=UTF-8';

/**
 * The request as a command of curl for a POSIX shell.
 *
 * @param file where the body is saved: curl writes no bytes other than text to a terminal
 */
export function curlOf(draft: Draft, origin: string, hasToken: boolean, file: string | null = null): string {
  const { method, path, headers = {}, body } = withoutSecrets(draft);
  const url = urlOfPath(path, origin).href;
  const parts = [`curl ${quote(url)}`];
  // Without it, brackets and braces of a URL stand for several URLs (https://curl.se/docs/manpage.html#-g).
  if (/[[\]{}]/.test(url)) parts.push('--globoff');
  const usual = body === undefined ? 'GET' : 'POST';
  if (method === 'HEAD') parts.push('--head');
  else if (method !== usual) parts.push(`--request ${/^[A-Z]+$/.test(method) ? method : quote(method)}`);
  for (const [name, value] of Object.entries(headers))
    parts.push(`--header ${quote(headerLine(name, value))}`);
  if (body !== undefined && headerOf({ method, path, headers }, 'content-type') === undefined) {
    parts.push(`--header ${quote(headerLine('Content-Type', TEXT_TYPE))}`);
  }
  // In double quotes the shell replaces the variable.
  if (needsToken(draft, hasToken)) parts.push(`--header "Authorization: Bearer $${TOKEN_VARIABLE}"`);
  if (body !== undefined) parts.push(`--data-raw ${quote(body)}`);
  if (file !== null) parts.push(`--output ${shellWord(file)}`);
  return parts.join(' \\\n  ');
}

/** The request as a call of `fetch()`, for a module that runs in Node or in a browser. */
export function fetchOf(draft: Draft, origin: string, hasToken: boolean): string {
  const { method, path, headers = {}, body } = withoutSecrets(draft);
  const names = Object.entries(headers).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  const isAuthorised = needsToken(draft, hasToken);
  if (isAuthorised) names.push(`Authorization: \`Bearer \${token}\``);
  const options = [
    ...(method === 'GET' ? [] : [`method: ${JSON.stringify(method)}`]),
    ...(names.length === 0 ? [] : [`headers: ${block('{', names, '}')}`]),
    ...(body === undefined ? [] : [`body: ${bodySource(body)}`]),
  ];
  const url = JSON.stringify(urlOfPath(path, origin).href);
  const call = options.length === 0 ? url : `${url}, ${block('{', options, '}')}`;
  const token = isAuthorised ? `const token = process.env.${TOKEN_VARIABLE};\n` : '';
  return `${token}const response = await fetch(${call});`;
}

/** Whether the request says who sends it, by the token of the session or by a header that was typed. */
export function needsToken(draft: Draft, hasToken: boolean): boolean {
  return hasToken || headerOf(draft, 'authorization') !== undefined;
}

/**
 * A body as an expression. JSON that is written as `JSON.stringify()` writes it is shown as a value, all other text as a
 * string. A literal cannot have a member `__proto__`.
 */
export function bodySource(body: string): string {
  const value = parsed(body);
  const isPlain = typeof value === 'object' && value !== null && !body.includes('__proto__');
  if (!isPlain || (JSON.stringify(value) !== body && JSON.stringify(value, null, 2) !== body)) {
    return JSON.stringify(body);
  }
  return `JSON.stringify(${JSON.stringify(value, null, 2)})`.replaceAll('\n', '\n  ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function block(open: string, lines: readonly string[], close: string): string {
  const inner = lines.map((line) => `  ${line.replaceAll('\n', '\n  ')},\n`).join('');
  return `${open}\n${inner}${close}`;
}

/** A header as curl reads it. A semicolon stands for an empty value (https://curl.se/docs/manpage.html#-H). */
function headerLine(name: string, value: string): string {
  return value.trim() === '' ? `${name};` : `${name}: ${value.trim()}`;
}

/** A word for a POSIX shell, in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quote(text);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
