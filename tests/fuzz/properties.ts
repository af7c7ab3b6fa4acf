import { globSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { PROBLEM_KINDS } from '../../src/lib/http/problem/problem-codes.ts';
import { FIXED_HEADERS } from '../../src/lib/http/response/fixed-headers.ts';
import type { FuzzResponse } from './client.ts';
import type { FuzzRequest } from './requests.ts';
import { MARK } from './texts.ts';

/** Headers that a response may have besides the fixed ones. Any other is one that was not meant to leave. */
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

/** What only the inside of the Worker says. */
const INTERNALS =
  /SQLITE|D1_ERROR|D1_TYPE|node_modules|\bat [\w.<>]+ \(|\.mjs:\d|TypeError|RangeError|\/home\//;

/** Codes of a source of images that fails, of which the server of the source is the cause. */
const OF_SOURCE = /^source-(unreachable|failed|busy|timeout|loop)$/;

/** Paths of files, which are served without the Worker, by rules of the platform. */
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

/** A path as static files are looked up: another spelling of it is redirected to the usual one. */
function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** What a response does wrong, as far as one response tells. */
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

/** Whether a stream is NDJSON, or CSV with a cell for each column in each record. Any other type is not looked at. */
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

/** The 404 page shows the path as text. Nothing else of a request is in a page, and nothing of it is markup. */
function isReflected(target: string, html: string): boolean {
  const [path = ''] = target.split('?');
  return html.includes(MARK) && (!path.includes(MARK) || MARKUP.test(html));
}

const MARKUP = new RegExp(`[<>"'=]\\s*${MARK}|${MARK}['">]`);

/** What a response to HEAD does other than that to GET. */
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

/** What is wrong with an error, which is a problem of a listed code (RFC 9457). */
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
