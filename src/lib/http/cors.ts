/** Seconds. Firefox caches a preflight for at most a day, Chromium for two hours. */
const PREFLIGHT_MAX_AGE = 86_400;

/** Response headers that scripts of other origins may read, besides the safelisted ones (Fetch standard). */
const EXPOSED = [
  'ETag',
  'Link',
  'Location',
  'X-Total-Count',
  'X-Undeclared-Fields',
  'X-D1-Bookmark',
  'X-Request-Id',
  'Server-Timing',
  'Retry-After',
  'Allow',
  'Age',
  'Cf-Cache-Status',
  'Perigee-Variant',
].join(', ');

/** Whether this is a CORS-preflight request (https://fetch.spec.whatwg.org/#cors-preflight-request). */
export function isPreflight(request: Request): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.has('origin') &&
    request.headers.has('access-control-request-method')
  );
}

/**
 * Allows every origin to read. `*` needs no `Vary: Origin` and forbids credentials; the API uses bearer tokens only
 * (https://fetch.spec.whatwg.org/#http-cors-protocol).
 */
export function setCorsHeaders(headers: Headers): void {
  headers.set('access-control-allow-origin', '*');
  headers.set('access-control-expose-headers', EXPOSED);
}

/**
 * Makes an OPTIONS response a preflight response: it allows the methods of `Allow` and the requested headers. A
 * response without `Allow` allows the requested method.
 */
export function setPreflightHeaders(request: Request, headers: Headers): void {
  const requested = request.headers.get('access-control-request-method') ?? '*';
  headers.set('access-control-allow-methods', headers.get('allow') ?? requested);
  headers.set('access-control-allow-headers', request.headers.get('access-control-request-headers') ?? '*');
  headers.set('access-control-max-age', String(PREFLIGHT_MAX_AGE));
  headers.append('vary', 'Access-Control-Request-Method, Access-Control-Request-Headers');
}
