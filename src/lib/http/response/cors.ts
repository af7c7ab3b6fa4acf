/** Seconds. Firefox caches a preflight for at most a day, Chromium for two hours. */
const PREFLIGHT_MAX_AGE = 86_400;

/** The origins whose scripts may read responses: all, or those of a list. Cookies are never allowed. */
export type AllowedOrigins = '*' | readonly string[];

/**
 * Sets the headers of the CORS protocol (https://fetch.spec.whatwg.org/#http-responses). A response to an origin that is
 * not allowed has none of them. The edge stores one response for all requests, so the value depends on the request only
 * where several origins are listed, and `Vary` then says so: see docs/decisions/016-cors.md.
 */
export function setCorsHeaders(request: Request, headers: Headers, origins: AllowedOrigins): void {
  const given = request.headers.get('origin');
  const isAllowed = origins === '*' || (given !== null && origins.includes(given));
  const allowed = originFor(given, origins);
  if (allowed !== null) headers.set('access-control-allow-origin', allowed);
  if (origins !== '*' && origins.length > 1) headers.append('vary', 'Origin');
  if (isAllowed && isPreflight(request)) setPreflightHeaders(request, headers);
}

/** The value of `Access-Control-Allow-Origin`. A single origin is sent to every client, because the browser compares it. */
function originFor(given: string | null, origins: AllowedOrigins): string | null {
  if (origins === '*') return '*';
  const [only = null] = origins;
  if (origins.length <= 1) return only;
  return given !== null && origins.includes(given) ? given : null;
}

/** Whether this is a CORS-preflight request (https://fetch.spec.whatwg.org/#cors-preflight-request). */
function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');
}

/**
 * Allows the methods of `Allow`, or the requested method where the response has no `Allow`, and the requested headers:
 * `*` would not cover `Authorization` (https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name).
 */
function setPreflightHeaders(request: Request, headers: Headers): void {
  const requested = request.headers.get('access-control-request-method') ?? '*';
  headers.set('access-control-allow-methods', headers.get('allow') ?? requested);
  headers.set('access-control-allow-headers', request.headers.get('access-control-request-headers') ?? '*');
  headers.set('access-control-max-age', String(PREFLIGHT_MAX_AGE));
  headers.append('vary', 'Access-Control-Request-Method, Access-Control-Request-Headers');
}
