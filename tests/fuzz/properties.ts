import { globSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { PROBLEM_KINDS } from '../../src/lib/http/problem/problem-codes.ts';
import { FIXED_HEADERS } from '../../src/lib/http/response/fixed-headers.ts';
import type { FuzzResponse } from './client.ts';
import type { FuzzRequest } from './requests.ts';
import { MARK } from './texts.ts';

/** Headers that a response may have besides the fixed ones. Any other header is a fault. */
const ALLOWED_HEADERS = new Set([
  ...Object.keys(FIXED_HEADERS),
  ...'accept-patch accept-ranges access-control-allow-headers access-control-allow-methods'.split(' '),
  ...'access-control-allow-origin access-control-expose-headers access-control-max-age age'.split(' '),
  ...'allow cache-control cache-tag cf-cache-status cloudflare-cdn-cache-control connection content-length'.split(
    ' ',
  ),
  ...'content-location content-range content-type date etag keep-alive last-modified link location'.split(
    ' ',
  ),
  ...['content-disposition', 'idempotent-replayed', 'x-collection-version'],
  ...'perigee-fallback perigee-variant retry-after server-timing transfer-encoding vary'.split(' '),
  ...'www-authenticate x-d1-bookmark x-request-id x-total-count x-total-count-is x-undeclared-fields'.split(
    ' ',
  ),
]);

/** Text of the inside of the Worker, which no response may have. */
const INTERNALS =
  /SQLITE|D1_ERROR|D1_TYPE|node_modules|\bat [\w.<>]+ \(|\.mjs:\d|TypeError|RangeError|\/home\//;

/** Codes of failures that the server of an image source causes. */
const OF_SOURCE = /^source-(unreachable|failed|busy|timeout|loop)$/;

/** Paths of static files, which Cloudflare serves by its own rules. */
const STATIC_PATHS = new Set(
  globSync('**/*', { cwd: 'dist/client' }).map(
    (name) => `/${name.replace(/(^|\/)index\.html$|\.html$/, '')}`,
  ),
);

function isStatic(target: string): boolean {
  // `//` begins no host in a target of origin form (RFC 9112 section 3.2.1).
  const pathname =
    URL.parse(target.startsWith('/') ? `http://localhost${target}` : target)?.pathname ?? target;
  const page = decoded(pathname)
    .replace(/(\/index)?(\.html)?$/, '')
    .replace(/(?<=.)\/+$/, '');
  return STATIC_PATHS.has(page || '/');
}

/** Decodes a path as the lookup of static files does, which redirects another spelling to the usual one. */
function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** Returns the rules that a response breaks by itself. */
export function violations({ method, target }: FuzzRequest, response: FuzzResponse): string[] {
  const { status, headers } = response;
  if (headers['x-request-id'] === undefined && isStatic(target))
    return status >= 500 ? [`status ${status} of a static file`] : [];
  const text = response.body.toString();
  const type = String(headers['content-type'] ?? '');
  const wrong: (string | false)[] = [
    headers['x-request-id'] === undefined && 'no X-Request-Id',
    ...(status === 304 ? [] : fixedHeaders(type, headers)),
    headers['x-content-type-options'] !== 'nosniff' && 'no nosniff',
    ...Object.keys(headers).map((name) => !ALLOWED_HEADERS.has(name) && `header ${name}`),
    headers['cloudflare-cdn-cache-control'] === undefined &&
      headers['cf-cache-status'] === undefined &&
      'no policy for the edge',
    type.startsWith('text/html') && isReflected(target, text) && 'a page repeats the request',
    !type.startsWith('image/') && INTERNALS.test(text) && 'the body shows the inside',
    INTERNALS.test(JSON.stringify(headers)) && 'a header shows the inside',
    method === 'HEAD' && response.body.length > 0 && 'a body of HEAD',
    method === 'GET' && status === 200 && !isReadable(type, text) && 'a stream that no parser reads',
  ];
  return [
    ...wrong.filter((message) => message !== false),
    ...(method === 'HEAD' || (status < 400 && status !== 500) || type.startsWith('text/html')
      ? statusOnly(status)
      : problems(status, type, text, target)),
  ];
}

/** Whether a stream is NDJSON, or CSV with a cell for each column in each record. Other types are not checked. */
function isReadable(type: string, text: string): boolean {
  try {
    if (type === 'application/x-ndjson') {
      for (const line of text.split('\n').slice(0, -1)) JSON.parse(line);
      return text === '' || text.endsWith('\n');
    }
    if (!type.startsWith('text/csv')) return true;
    return parse(text, { record_delimiter: '\r\n' }).length > 0 && text.endsWith('\r\n');
  } catch {
    return false;
  }
}

/** Whether a page repeats a part of the request. Only the path may be repeated, as text and not as markup. */
function isReflected(target: string, html: string): boolean {
  const [path = ''] = target.split('?');
  return html.includes(MARK) && (!path.includes(MARK) || MARKUP.test(html));
}

const MARKUP = new RegExp(`[<>"'=]\\s*${MARK}|${MARK}['">]`);

/** Returns the differences between the responses to GET and HEAD. */
export function differences(get: FuzzResponse, head: FuzzResponse): string[] {
  const names = new Set([...Object.keys(get.headers), ...Object.keys(head.headers)]);
  return [
    ...(sameStatus(get.status, head.status) ? [] : [`HEAD is ${head.status}, GET ${get.status}`]),
    ...[...names]
      .filter((name) => !VOLATILE.has(name) && String(get.headers[name]) !== String(head.headers[name]))
      .map((name) => `HEAD has ${name}: ${head.headers[name]}, GET ${get.headers[name]}`),
  ];
}

/** Astro redirects `//` with 301 for GET and 308 for every other method. */
function sameStatus(get: number, head: number): boolean {
  return get === head || (get === 301 && head === 308);
}

/** Headers that differ from one response to the next, or with the length of a body. */
const VOLATILE = new Set(
  'x-request-id server-timing date age cf-cache-status content-length transfer-encoding connection keep-alive x-d1-bookmark'.split(
    ' ',
  ),
);

function fixedHeaders(type: string, headers: FuzzResponse['headers']): string[] {
  const kind = type.startsWith('text/html') ? 'page' : type.startsWith('application/') ? 'json' : 'file';
  return Object.entries(FIXED_HEADERS).flatMap(([name, { values }]) =>
    values[kind] === undefined || headers[name] === values[kind]
      ? []
      : [`${name}: ${headers[name]} instead of ${values[kind]}`],
  );
}

function statusOnly(status: number): string[] {
  return status === 500 || status === 501 ? [`status ${status}`] : [];
}

/** Returns the faults of an error response, which must be a problem with a listed code (RFC 9457). */
function problems(status: number, type: string, text: string, target: string): string[] {
  if (type !== 'application/problem+json')
    return [`status ${status} with the type ${type}: ${text.slice(0, 200)}`];
  const problem = parsed(text);
  if (problem === null) return [`a problem that is no JSON: ${text.slice(0, 200)}`];
  const code = String(problem['code']);
  const kind: { status: number; title: string } | undefined = Object.hasOwn(PROBLEM_KINDS, code)
    ? PROBLEM_KINDS[code as keyof typeof PROBLEM_KINDS]
    : undefined;
  if (kind === undefined) return [`the unlisted code ${code}`];
  return [
    ...(status >= 500 && !(target.startsWith('/image') && OF_SOURCE.test(code)) ? [`${status} ${code}`] : []),
    ...(problem['status'] === status && kind.status === status
      ? []
      : [`the status ${problem['status']} in ${status}`]),
    ...(problem['title'] === kind.title && problem['type'] === `/problems/${code}`
      ? []
      : ['another title or type']),
    ...(problem['detail'] === problem['message'] && problem['detail'] !== '' ? [] : ['no detail']),
    ...(typeof problem['instance'] === 'string' ? [] : ['no instance']),
  ];
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
