import type { StoredResponse } from './stored-response.ts';

/** Each lookup compares all variants of its key. */
const MAX_VARIANTS_PER_KEY = 32;

/** Stored responses by cache key. The least recently used keys are evicted when the memory is full. */
export class ResponseStore {
  /** In the order of their last use, because a Map iterates in the order of insertion. */
  readonly #variants = new Map<string, StoredResponse[]>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  find(key: string, request: Request): StoredResponse | undefined {
    const variants = this.#variants.get(key);
    if (variants === undefined) return undefined;
    this.#variants.delete(key);
    this.#variants.set(key, variants);
    return variants.find((stored) => stored.isVariantFor(request));
  }

  /** Stores a response in place of the variant that this request selects. A full key loses its oldest variants. */
  put(key: string, request: Request, response: StoredResponse): void {
    const others = (this.#variants.get(key) ?? []).filter((stored) => !stored.isVariantFor(request));
    const variants = [...others, response].slice(-MAX_VARIANTS_PER_KEY);
    while (variants.length > 1 && bytesOf(variants, key) > this.#maxBytes) variants.shift();
    this.#delete(key);
    const bytes = bytesOf(variants, key);
    if (bytes > this.#maxBytes) return;
    this.#variants.set(key, variants);
    this.#bytes += bytes;
    for (const oldest of this.#variants.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#delete(oldest);
    }
  }

  /** Whether this very response is still stored: neither purged, nor replaced, nor evicted. */
  holds(key: string, response: StoredResponse): boolean {
    return this.#variants.get(key)?.includes(response) ?? false;
  }

  /** Removes each key with all its variants when one of them carries one of the lower-case tags. */
  purge(tags: ReadonlySet<string>): void {
    for (const [key, variants] of [...this.#variants]) {
      if (variants.some((stored) => !tags.isDisjointFrom(stored.tags))) this.#delete(key);
    }
  }

  #delete(key: string): void {
    const variants = this.#variants.get(key);
    if (variants === undefined) return;
    this.#variants.delete(key);
    this.#bytes -= bytesOf(variants, key);
  }
}

/** A string takes up to two bytes per code unit. */
function bytesOf(variants: readonly StoredResponse[], key: string): number {
  return variants.reduce((sum, { bytes }) => sum + bytes, 2 * key.length);
}
