import type { AnswerStore } from './response-store.ts';
import type { StoredAnswer } from './stored-response.ts';

/** One run of the Worker whose answer may be stored. */
export interface Fill {
  /** What it has brought, once it has ended; `null` when nothing that others can use. */
  ended: Promise<StoredAnswer | null>;
  /** Ends the run, and stores its answer unless a purge has overtaken it. */
  end: (answer: StoredAnswer | null) => void;
}

/** The runs under way, of which requests for the same key need only one. */
export class Fills {
  readonly #store: AnswerStore;
  /** For every run the tags purged since it began: an answer that carries one may be older than the purge. */
  readonly #overtaken = new Set<Set<string>>();
  readonly #current = new Map<string, Fill>();

  constructor(store: AnswerStore) {
    this.#store = store;
  }

  /** The run of this key that a request may wait for. */
  current(key: string): Fill | undefined {
    return this.#current.get(key);
  }

  begin(key: string, request: Request): Fill {
    const { promise: ended, resolve } = Promise.withResolvers<StoredAnswer | null>();
    const purged = new Set<string>();
    const end = (answer: StoredAnswer | null): void => {
      this.#overtaken.delete(purged);
      if (this.#current.get(key) === fill) this.#current.delete(key);
      if (answer !== null && purged.isDisjointFrom(answer.tags)) this.#store.put(key, request, answer);
      resolve(answer);
    };
    const fill = { ended, end };
    this.#overtaken.add(purged);
    this.#current.set(key, fill);
    return fill;
  }

  purge(tags: ReadonlySet<string>): void {
    for (const purged of this.#overtaken) for (const tag of tags) purged.add(tag);
    // Who asks from now on must not be given what an earlier run has read.
    this.#current.clear();
  }
}
