/**
 * Request headers that some frameworks obey in place of the URL or the method. Cloudflare adds them to the cache key, so
 * that only requests with the same header find such a response:
 * https://developers.cloudflare.com/workers/cache/cache-keys/
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

/**
 * Returns the path and the query as they were sent, and the headers above. The method, the host, `Authorization` and
 * `Cookie` are not part of the key.
 */
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
