import { matchesNone } from '../http/if-none-match.ts';

/** What `Cf-Cache-Status` says of an answer (cache/concepts/cache-responses at developers.cloudflare.com). */
export type CacheStatus = 'HIT' | 'MISS' | 'EXPIRED' | 'REVALIDATED' | 'UPDATING' | 'STALE' | 'BYPASS';

interface Answer {
  status: number;
  headers: Headers;
  body: BodyInit | null;
}

const WITHOUT_BODY = new Set([101, 204, 205, 304]);

/**
 * An answer as it leaves Cloudflare for the client: 304 where the client has it already, no body to HEAD, with its cache
 * status, and without the headers that were meant for the cache.
 */
export function deliver(answer: Answer, request: Request, cacheStatus: CacheStatus): Response {
  const headers = new Headers(answer.headers);
  headers.set('cf-cache-status', cacheStatus);
  headers.delete('cloudflare-cdn-cache-control');
  headers.delete('cache-tag');
  const { status } = answer;
  if (status === 200 && matchesNone(request.headers.get('if-none-match'), headers.get('etag'))) {
    headers.delete('content-length');
    return new Response(null, { status: 304, headers });
  }
  const isBodiless = request.method === 'HEAD' || WITHOUT_BODY.has(status);
  return new Response(isBodiless ? null : answer.body, { status, headers });
}
