import { isVariantFor, type StoredAnswer } from './stored-response.ts';

/** What an answer is reckoned to take beside its body. */
const OVERHEAD = 2048;

/** Stored answers by key, each key with its variants; the least recently used leave when the bytes run out. */
export class AnswerStore {
  readonly #variants = new Map<string, StoredAnswer[]>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  find(key: string, request: Request): StoredAnswer | undefined {
    const variants = this.#variants.get(key);
    if (variants === undefined) return undefined;
    this.#variants.delete(key);
    this.#variants.set(key, variants);
    return variants.find((answer) => isVariantFor(request, answer));
  }

  /** Keeps an answer, in place of the one that this request would have found. */
  put(key: string, request: Request, answer: StoredAnswer): void {
    const others = (this.#variants.get(key) ?? []).filter((other) => !isVariantFor(request, other));
    this.#drop(key);
    this.#variants.set(key, [...others, answer]);
    this.#bytes += sizeOf([...others, answer]);
    for (const oldest of this.#variants.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#drop(oldest);
    }
  }

  /** Whether this very answer is still kept: it has not been purged, replaced or crowded out. */
  holds(key: string, answer: StoredAnswer): boolean {
    return this.#variants.get(key)?.includes(answer) ?? false;
  }

  /** Forgets all variants of every key of which one carries one of the tags, which are lower-case. */
  purge(tags: ReadonlySet<string>): void {
    for (const [key, variants] of this.#variants) {
      if (variants.some((answer) => !tags.isDisjointFrom(answer.tags))) this.#drop(key);
    }
  }

  #drop(key: string): void {
    this.#bytes -= sizeOf(this.#variants.get(key) ?? []);
    this.#variants.delete(key);
  }
}

function sizeOf(variants: StoredAnswer[]): number {
  return variants.reduce((sum, { body }) => sum + body.length + OVERHEAD, 0);
}
