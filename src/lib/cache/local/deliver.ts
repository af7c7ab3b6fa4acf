import { isNotModified, readConditions } from '../../http/conditional-read.ts';
import { parseEntityTags } from '../../http/entity-tag.ts';

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
  if (status === 200 && clientHolds(request, headers)) {
    headers.delete('content-length');
    return new Response(null, { status: 304, headers });
  }
  const isBodiless = request.method === 'HEAD' || WITHOUT_BODY.has(status);
  return new Response(isBodiless ? null : answer.body, { status, headers });
}

function clientHolds(request: Request, headers: Headers): boolean {
  const [tag = ''] = parseEntityTags(headers.get('etag')) ?? [];
  const modified = Date.parse(headers.get('last-modified') ?? '');
  return isNotModified(readConditions(request.headers), {
    tag,
    modified: Number.isNaN(modified) ? null : modified,
  });
}
