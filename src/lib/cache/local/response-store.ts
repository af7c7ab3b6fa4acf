import { LRUCache } from 'lru-cache';
import type { StoredResponse } from './stored-response.ts';

/** Each lookup compares all variants of its key. */
const MAX_VARIANTS_PER_KEY = 32;

/** Stored responses by cache key. The least recently used keys are evicted when the memory is full. */
export class ResponseStore {
  readonly #variants: LRUCache<string, StoredResponse[]>;

  constructor(maxBytes: number) {
    this.#variants = new LRUCache({ maxSize: maxBytes, sizeCalculation: bytesOf });
  }

  find(key: string, request: Request): StoredResponse | undefined {
    return this.#variants.get(key)?.find((stored) => stored.isVariantFor(request));
  }

  /** Stores a response in place of the variant that this request selects. A full key loses its oldest variants. */
  put(key: string, request: Request, response: StoredResponse): void {
    const others = (this.#variants.peek(key) ?? []).filter((stored) => !stored.isVariantFor(request));
    const variants = [...others, response].slice(-MAX_VARIANTS_PER_KEY);
    while (variants.length > 1 && bytesOf(variants, key) > this.#variants.maxSize) variants.shift();
    this.#variants.set(key, variants);
  }

  /** Whether this very response is still stored: neither purged, nor replaced, nor evicted. */
  holds(key: string, response: StoredResponse): boolean {
    return this.#variants.peek(key)?.includes(response) ?? false;
  }

  /** Removes each key with all its variants when one of them carries one of the lower-case tags. */
  purge(tags: ReadonlySet<string>): void {
    for (const [key, variants] of [...this.#variants.entries()]) {
      if (variants.some((stored) => !tags.isDisjointFrom(stored.tags))) this.#variants.delete(key);
    }
  }
}

/** A string takes up to two bytes per code unit. */
function bytesOf(variants: StoredResponse[], key: string): number {
  return variants.reduce((sum, { bytes }) => sum + bytes, 2 * key.length);
}
