import { readAtMost } from '../../http/request/bounded-body.ts';
import type { EdgeCache } from '../edge-cache.ts';
import { cacheKey } from './cache-key.ts';
import { deliver } from './client-response.ts';
import { CollapsedRequests, type PendingResponse } from './collapsed-requests.ts';
import { freshnessOf, policyClass } from './freshness.ts';
import { ResponseStore } from './response-store.ts';
import { StoredResponse } from './stored-response.ts';

interface LocalCacheOptions {
  /** Returns milliseconds since 1970. */
  now: () => number;
  /** The memory for all stored responses; the body of one may take a quarter of it. */
  maxBytes?: number;
}

/** One request on its way through the cache. */
interface Exchange {
  key: string;
  request: Request;
  /** The stored response, which is stale by now. */
  stored: StoredResponse | undefined;
  next: (request: Request) => Promise<Response>;
  waitUntil: (promise: Promise<unknown>) => void;
}

/** The request headers that refer to the client's own copy, or that select a part of the response. */
const CLIENT_CONDITIONS = [
  'if-none-match',
  'if-modified-since',
  'if-match',
  'if-unmodified-since',
  'range',
  'if-range',
];

/**
 * Workers Cache as its documentation describes it, in the memory of one process. Local development behaves as the edge
 * does. A stored response repeats the headers of the run that made it, as on Cloudflare.
 *
 * Astro's in-memory provider differs too much. It sorts the query of its key and ignores Cloudflare's header. It sends
 * no 304 and collapses no requests. It stores a response that a purge has overtaken.
 */
export class LocalCache implements EdgeCache {
  readonly #Policy: ReturnType<typeof policyClass>;
  readonly #maxBodyBytes: number;
  readonly #store: ResponseStore;
  readonly #collapsed: CollapsedRequests;

  constructor({ now, maxBytes = 64 * 1024 * 1024 }: LocalCacheOptions) {
    this.#Policy = policyClass(now);
    this.#maxBodyBytes = maxBytes / 4;
    this.#store = new ResponseStore(maxBytes);
    this.#collapsed = new CollapsedRequests(this.#store);
  }

  async serve(request: Request, next: Exchange['next'], waitUntil: Exchange['waitUntil']): Promise<Response> {
    // Only Cloudflare's network adds this header. A Worker that is deployed there has Workers Cache or no cache.
    if (request.headers.has('cf-ray')) return next(request);
    if (!isCacheable(request)) return deliver(await next(request), request, 'BYPASS');
    const key = cacheKey(request);
    const stored = this.#store.find(key, request);
    const exchange: Exchange = { key, request, stored, next, waitUntil };
    const pending = this.#collapsed.pending(key);
    if (stored !== undefined) {
      if (stored.isFresh()) return stored.respondTo(request, 'HIT');
      if (stored.isUsableWhileRevalidating()) {
        if (pending === undefined) waitUntil(this.#revalidate(exchange));
        return stored.respondTo(request, 'UPDATING');
      }
    }
    // Without a pending response nothing is awaited, so that the next request finds the one that is begun below.
    const shared = pending === undefined ? null : await pending.settled;
    if (shared?.isVariantFor(request)) return shared.respondTo(request, 'HIT');
    return this.#forward(exchange);
  }

  async purge(tags: string[]): Promise<void> {
    const purged = new Set(tags.map((tag) => tag.toLowerCase()));
    this.#store.purge(purged);
    this.#collapsed.purge(purged);
  }

  /** Revalidates in the background with HEAD, so that no body stays unread. */
  #revalidate(exchange: Exchange): Promise<Response> {
    return this.#forward({ ...exchange, request: new Request(exchange.request, { method: 'HEAD' }) });
  }

  async #forward(exchange: Exchange): Promise<Response> {
    const { key, request, stored, next, waitUntil } = exchange;
    const pending = this.#collapsed.begin(key, request);
    // The forwarded request goes on when its client leaves, because other requests may share its response.
    waitUntil(pending.settled);
    try {
      return this.#receive(exchange, pending, await next(forwardedRequest(request, stored)));
    } catch (error) {
      pending.settle(null);
      const stale = this.#staleResponse(exchange);
      if (stale === null) throw error;
      // The client gets a response, so only the runtime's log can report the error.
      waitUntil(Promise.reject(error));
      return stale;
    }
  }

  #receive(exchange: Exchange, pending: PendingResponse, response: Response): Response {
    const { request, stored } = exchange;
    const stale = response.status >= 500 ? this.#staleResponse(exchange) : null;
    if (stale !== null) {
      pending.settle(null);
      return stale;
    }
    if (response.status === 304 && stored !== undefined) {
      const updated = stored.freshen(this.#Policy, request, response);
      pending.settle(updated);
      return (updated ?? stored).respondTo(request, 'REVALIDATED');
    }
    const body = this.#storeAndPass(exchange, pending, response);
    if (body === undefined) {
      pending.settle(null);
      return deliver(response, request, 'BYPASS');
    }
    const { status, headers } = response;
    return deliver({ status, headers, body }, request, stored === undefined ? 'MISS' : 'EXPIRED');
  }

  /** Stores the response while its body passes, and returns that body; `undefined` when it must not be stored. */
  #storeAndPass(
    { request, waitUntil }: Exchange,
    pending: PendingResponse,
    response: Response,
  ): BodyInit | null | undefined {
    const freshness = freshnessOf(this.#Policy, request, response);
    if (freshness === null) return undefined;
    const [toStore, toClient] =
      request.method === 'HEAD' ? [response.body, null] : (response.body?.tee() ?? [null, null]);
    const stored = readAtMost(toStore, this.#maxBodyBytes).then(
      (body) => pending.settle(body && new StoredResponse(request, response, body, freshness)),
      (error: unknown) => {
        pending.settle(null);
        throw error;
      },
    );
    waitUntil(stored);
    return toClient;
  }

  /** Returns the stale response where it may replace an error and has not been purged. */
  #staleResponse({ key, request, stored }: Exchange): Response | null {
    if (stored === undefined || !this.#store.holds(key, stored)) return null;
    return stored.isUsableOnError() ? stored.respondTo(request, 'STALE') : null;
  }
}

function isCacheable(request: Request): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return isRead && !request.headers.has('upgrade');
}

/**
 * Returns the request that fills the cache: a GET for the whole response, conditional on the stored one. Cloudflare
 * forwards the same: https://developers.cloudflare.com/workers/cache/
 */
function forwardedRequest(request: Request, stored: StoredResponse | undefined): Request {
  const headers = new Headers(request.headers);
  for (const name of CLIENT_CONDITIONS) headers.delete(name);
  if (stored !== undefined) for (const [name, value] of stored.preconditions()) headers.set(name, value);
  return new Request(request, { method: 'GET', headers });
}
