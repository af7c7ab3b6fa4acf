import { isDeepStrictEqual } from 'node:util';
import type { Entry, SourceDocument } from '../../scripts/lib/import/read/entry.ts';
import { readEntries } from '../../scripts/lib/import/read/read-entries.ts';
import { sourceFiles } from '../../scripts/lib/import/read/source-file.ts';

/**
 * Compares the documents of a file and of its export, in their order. A document without an id must have a unique one in the
 * export.
 *
 * @returns the number of documents
 * @throws Error at the first difference
 */
export async function expectSameDocuments(original: string, exported: string): Promise<number> {
  const [originals, exports] = [documentsOf(original), documentsOf(exported)];
  const ids = new Set<string>();
  for (let count = 0; ; count += 1) {
    const [one, other] = [await originals.next(), await exports.next()];
    if (one.done && other.done) return count;
    const expected = membersOf(one.value);
    const { id, ...members } = membersOf(other.value);
    const place = other.value?.place ?? one.value?.place;
    if (ids.size === ids.add(`${other.value?.collection} ${id}`).size)
      throw new Error(`${place}: the id occurs twice.`);
    if (!isDeepStrictEqual({ id, ...members }, { id, ...expected })) throw new Error(`${place} differs.`);
  }
}

function membersOf(document: SourceDocument | undefined): Record<string, unknown> {
  return (document?.value ?? {}) as Record<string, unknown>;
}

async function* documentsOf(path: string): AsyncGenerator<SourceDocument, undefined> {
  const entries: AsyncIterable<Entry> = readEntries(sourceFiles(path), { rows: () => (row) => row });
  for await (const entry of entries) if (entry.kind === 'document') yield entry;
  return undefined;
}
