import type { ResponseStore } from './response-store.ts';
import type { StoredResponse } from './stored-response.ts';

/** The response to a forwarded request, before it is known whether it may be stored. */
export interface PendingResponse {
  /** Resolves once the response is complete; with `null` when other requests cannot use it. */
  settled: Promise<StoredResponse | null>;
  /** Settles the response, and stores it unless a purge has overtaken it. */
  settle: (response: StoredResponse | null) => void;
}

/** Collapses simultaneous requests for one key into one forwarded request (RFC 9111 section 4). */
export class CollapsedRequests {
  readonly #store: ResponseStore;
  /** The tags purged since each forwarded request began: a response with one of them may be older than the purge. */
  readonly #purgedSince = new Set<Set<string>>();
  readonly #pending = new Map<string, PendingResponse>();

  constructor(store: ResponseStore) {
    this.#store = store;
  }

  /** Returns the pending response that a request for this key may share. */
  pending(key: string): PendingResponse | undefined {
    return this.#pending.get(key);
  }

  begin(key: string, request: Request): PendingResponse {
    const { promise: settled, resolve } = Promise.withResolvers<StoredResponse | null>();
    const purged = new Set<string>();
    const settle = (response: StoredResponse | null): void => {
      this.#purgedSince.delete(purged);
      if (this.#pending.get(key) === pending) this.#pending.delete(key);
      if (response !== null && purged.isDisjointFrom(response.tags)) this.#store.put(key, request, response);
      resolve(response);
    };
    const pending = { settled, settle };
    this.#purgedSince.add(purged);
    this.#pending.set(key, pending);
    return pending;
  }

  purge(tags: ReadonlySet<string>): void {
    for (const purged of this.#purgedSince) for (const tag of tags) purged.add(tag);
    // Requests that arrive after the purge must not share a response that was begun before it.
    this.#pending.clear();
  }
}
