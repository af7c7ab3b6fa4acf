/**
 * Request headers that some frameworks obey in place of the URL or the method. Cloudflare keys by them, so that an
 * answer they might have changed is found only by requests that carry the same ("Cache keys", workers/cache).
 */
const KEYED_HEADERS = [
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
  'x-forwarded-host',
  'x-host',
  'x-forwarded-scheme',
  'x-original-url',
  'x-rewrite-url',
  'forwarded',
  'cloudflare-workers-version-key',
];

/** Path and query as sent, and the headers above; not the method, the host, `Authorization` or `Cookie`. */
export function cacheKey(request: Request): string {
  const { pathname, search } = new URL(request.url);
  const keyed = KEYED_HEADERS.flatMap((name) => {
    const value = request.headers.get(name);
    return value === null || isPlainScheme(name, value) ? [] : [name, value];
  });
  return JSON.stringify([pathname + search, ...keyed]);
}

function isPlainScheme(name: string, value: string): boolean {
  return name === 'x-forwarded-scheme' && (value === 'http' || value === 'https');
}
