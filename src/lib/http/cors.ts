/** A day, in seconds; Chromium keeps a preflight for two hours at most, Firefox for a day. */
const PREFLIGHT_MAX_AGE = 86_400;

/** The response headers that scripts of other origins may read, beside the safelisted ones. */
const EXPOSED = [
  'ETag',
  'Link',
  'Location',
  'X-Total-Count',
  'X-Request-Id',
  'Server-Timing',
  'Retry-After',
  'Allow',
  'Age',
  'Cf-Cache-Status',
].join(', ');

/** Is this the question a browser asks before a cross-origin request? (Fetch standard, "CORS-preflight request") */
export function isPreflight(request: Request): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.has('origin') &&
    request.headers.has('access-control-request-method')
  );
}

/**
 * Any origin may read. `*` needs no `Vary: Origin`, and forbids credentials, which the API never uses: it
 * authenticates with bearer tokens. (Fetch standard, "CORS protocol")
 */
export function setCorsHeaders(headers: Headers): void {
  headers.set('access-control-allow-origin', '*');
  headers.set('access-control-expose-headers', EXPOSED);
}

/**
 * Adds to an answer of OPTIONS what a preflight asks: the methods of its `Allow`, and the headers asked for. A resource
 * that names no methods may take any.
 */
export function setPreflightHeaders(request: Request, headers: Headers): void {
  const asked = request.headers.get('access-control-request-method') ?? '*';
  headers.set('access-control-allow-methods', headers.get('allow') ?? asked);
  headers.set('access-control-allow-headers', request.headers.get('access-control-request-headers') ?? '*');
  headers.set('access-control-max-age', String(PREFLIGHT_MAX_AGE));
  headers.append('vary', 'Access-Control-Request-Method, Access-Control-Request-Headers');
}
