import { opaqueTag } from '../../http/entity-tag.ts';
import { Problem } from '../../http/problem/problem.ts';
import { isNotModified, readConditions } from '../../http/request/conditional-read.ts';
import { NULL_BODY_STATUSES } from '../../http/response/null-body-status.ts';

/** The values of `Cf-Cache-Status`: https://developers.cloudflare.com/cache/concepts/cache-responses/ */
export type CacheStatus = 'HIT' | 'MISS' | 'EXPIRED' | 'REVALIDATED' | 'UPDATING' | 'STALE' | 'BYPASS';

interface DeliveredResponse {
  status: number;
  headers: Headers;
  body: BodyInit | null;
}

/**
 * Returns a response as it leaves Cloudflare: with its cache status and without the headers that are meant for the
 * cache. It is a 304 when the client holds it already, and has no body when the method is HEAD.
 */
export function deliver(response: DeliveredResponse, request: Request, cacheStatus: CacheStatus): Response {
  const headers = new Headers(response.headers);
  headers.set('cf-cache-status', cacheStatus);
  headers.delete('cloudflare-cdn-cache-control');
  headers.delete('cache-tag');
  const { status } = response;
  if (status === 200 && clientHolds(request, headers)) {
    headers.delete('content-length');
    return new Response(null, { status: 304, headers });
  }
  const isBodiless = request.method === 'HEAD' || NULL_BODY_STATUSES.includes(status);
  return new Response(isBodiless ? null : response.body, { status, headers });
}

function clientHolds(request: Request, headers: Headers): boolean {
  const modified = Date.parse(headers.get('last-modified') ?? '');
  const validators = {
    tag: opaqueTag(headers.get('etag')),
    modified: Number.isNaN(modified) ? null : modified,
  };
  try {
    return isNotModified(readConditions(request.headers), validators);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // A list of more than 50 entity tags matches nothing. The Worker never sees it: forwarded requests carry none.
    return false;
  }
}
