import { readAtMost } from '../../http/bounded-body.ts';
import type { EdgeCache } from '../edge-cache.ts';
import { cacheKey } from './cache-key.ts';
import { type Fill, Fills } from './collapsed-requests.ts';
import { deliver } from './deliver.ts';
import { originRequest } from './origin-request.ts';
import { AnswerStore } from './response-store.ts';
import { storableFor } from './storable.ts';
import { freshened, isVariantFor, respondWith, type StoredAnswer, storedAnswer } from './stored-response.ts';

export interface StandInOptions {
  /** The time, in milliseconds. */
  now: () => number;
  /** What all stored answers may take; one may take a quarter. */
  maxBytes?: number;
}

interface Turn {
  key: string;
  request: Request;
  /** The stored answer that has outlived its freshness, if there is one. */
  previous: StoredAnswer | undefined;
  next: (request: Request) => Promise<Response>;
  waitUntil: (promise: Promise<unknown>) => void;
}

/**
 * Workers Cache as far as it is documented, in the memory of one process: what the owner sees on a laptop is what the
 * edge will do. As there, a stored answer repeats the headers of the run that made it.
 *
 * Astro's in-memory provider is not used: its key has the host and a sorted query, it knows neither Cloudflare's header
 * nor 304, `Age`, `stale-if-error` or collapsed misses, and it stores an answer that a purge has overtaken.
 */
export class StandIn implements EdgeCache {
  readonly #now: () => number;
  readonly #maxAnswerBytes: number;
  readonly #store: AnswerStore;
  readonly #fills: Fills;

  constructor({ now, maxBytes = 64 * 1024 * 1024 }: StandInOptions) {
    this.#now = now;
    this.#maxAnswerBytes = maxBytes / 4;
    this.#store = new AnswerStore(maxBytes);
    this.#fills = new Fills(this.#store);
  }

  async serve(request: Request, next: Turn['next'], waitUntil: Turn['waitUntil']): Promise<Response> {
    // Only Cloudflare's network adds this header, and what is deployed there has the real cache or none.
    if (request.headers.has('cf-ray')) return next(request);
    if (!isCacheable(request)) return deliver(await next(request), request, 'BYPASS');
    const key = cacheKey(request);
    const now = this.#now();
    const previous = this.#store.find(key, request);
    const turn: Turn = { key, request, previous, next, waitUntil };
    if (previous !== undefined) {
      if (now < freshUntil(previous)) return respondWith(previous, request, 'HIT', now);
      if (now < freshUntil(previous) + previous.freshness.staleWhileRevalidate * 1000) {
        if (this.#fills.current(key) === undefined) waitUntil(this.#refresh(turn));
        return respondWith(previous, request, 'UPDATING', now);
      }
    }
    const running = this.#fills.current(key);
    // Where there is none, nothing is awaited, so that the run below is there for the next request to find.
    const shared = running === undefined ? null : await running.ended;
    if (shared !== null && isVariantFor(request, shared))
      return respondWith(shared, request, 'HIT', this.#now());
    return this.#run(turn);
  }

  async purge(tags: string[]): Promise<void> {
    const purged = new Set(tags.map((tag) => tag.toLowerCase()));
    this.#store.purge(purged);
    this.#fills.purge(purged);
  }

  /** Runs the Worker for nobody: as HEAD, so that no body is left unread. */
  #refresh(turn: Turn): Promise<Response> {
    return this.#run({ ...turn, request: new Request(turn.request, { method: 'HEAD' }) });
  }

  async #run(turn: Turn): Promise<Response> {
    const fill = this.#fills.begin(turn.key, turn.request);
    // The run goes on when its client leaves: others may be waiting for it.
    turn.waitUntil(fill.ended);
    try {
      const response = await turn.next(originRequest(turn.request, turn.previous));
      return this.#answer(turn, fill, response);
    } catch (error) {
      fill.end(null);
      const stale = this.#staleAnswer(turn);
      if (stale === null) throw error;
      // The client is answered, so only the runtime's log can still tell of the error.
      turn.waitUntil(Promise.reject(error));
      return stale;
    }
  }

  #answer(turn: Turn, fill: Fill, response: Response): Response {
    const { request, previous } = turn;
    const stale = response.status >= 500 ? this.#staleAnswer(turn) : null;
    if (stale !== null) {
      fill.end(null);
      return stale;
    }
    if (response.status === 304 && previous !== undefined) {
      const answer = freshened(previous, response, this.#now());
      fill.end(answer);
      return respondWith(answer ?? previous, request, 'REVALIDATED', this.#now());
    }
    const body = this.#storeAndPass(turn, fill, response);
    if (body === undefined) {
      fill.end(null);
      return deliver(response, request, 'BYPASS');
    }
    const { status, headers } = response;
    return deliver({ status, headers, body }, request, previous === undefined ? 'MISS' : 'EXPIRED');
  }

  /** Stores the answer as its body passes, which it returns; `undefined` when the answer may not be stored. */
  #storeAndPass({ request, waitUntil }: Turn, fill: Fill, response: Response): BodyInit | null | undefined {
    const freshness = storableFor(request, response);
    if (freshness === null) return undefined;
    const now = this.#now();
    const [toStore, toClient] =
      request.method === 'HEAD' ? [response.body, null] : (response.body?.tee() ?? [null, null]);
    const stored = readAtMost(toStore, this.#maxAnswerBytes).then(
      (body) => fill.end(body && storedAnswer(request, response, body, freshness, now)),
      (error: unknown) => {
        fill.end(null);
        throw error;
      },
    );
    waitUntil(stored);
    return toClient;
  }

  /** The answer that was to be replaced, where it may stand in for an error (RFC 5861 section 4) and is not purged. */
  #staleAnswer({ key, request, previous }: Turn): Response | null {
    if (previous === undefined || !this.#store.holds(key, previous)) return null;
    const now = this.#now();
    if (now >= freshUntil(previous) + previous.freshness.staleIfError * 1000) return null;
    return respondWith(previous, request, 'STALE', now);
  }
}

function isCacheable(request: Request): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return isRead && !request.headers.has('upgrade');
}

function freshUntil({ storedAt, freshness }: StoredAnswer): number {
  return storedAt + freshness.maxAge * 1000;
}
