import { isObject } from '../../../src/lib/http/json.ts';
import { isExactNumber } from './read/cell-value.ts';
import type { SourceDocument } from './read/entry.ts';
import type { Refusal } from './report/refusal.ts';

/** The ids of the documents that have been read, by collection, to find duplicates. */
export class SeenIds {
  readonly #ids = new Map<string, Set<string | number>>();

  /** Records the id of a document. Returns why it cannot be stored after the earlier documents, or `null`. */
  add({ collection, value, place }: SourceDocument): Refusal | null {
    const id = isObject(value) ? value['id'] : undefined;
    if (id === undefined || id === null || id === '') return null;
    const ids = this.#ids.get(collection) ?? new Set();
    this.#ids.set(collection, ids);
    // The number 1 and the text '1' are the same id. Numbers need less memory.
    const key = isExactNumber(String(id)) ? Number(id) : String(id);
    if (ids.has(key)) {
      return { place, reason: `The id ${JSON.stringify(id)} occurs twice in ${collection}` };
    }
    ids.add(key);
    return null;
  }
}
