/** Seconds. Firefox caches a preflight for at most a day, Chromium for two hours. */
const PREFLIGHT_MAX_AGE = 86_400;

/** Whether this is a CORS-preflight request (https://fetch.spec.whatwg.org/#cors-preflight-request). */
export function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');
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
