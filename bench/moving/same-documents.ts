import { isDeepStrictEqual } from 'node:util';
import type { Entry, SourceDocument } from '../../scripts/lib/import/read/entry.ts';
import { readEntries } from '../../scripts/lib/import/read/read-entries.ts';
import { sourceFiles } from '../../scripts/lib/import/read/source-file.ts';

/**
 * Compares the documents of two files in their order. A document without an id has got one, which no other has.
 *
 * @returns the number of documents
 * @throws Error at the first difference
 */
export async function expectSameDocuments(path: string, other: string): Promise<number> {
  const [ones, others] = [documentsOf(path), documentsOf(other)];
  const ids = new Set<string>();
  for (let count = 0; ; count += 1) {
    const [one, exported] = [await ones.next(), await others.next()];
    if (one.done && exported.done) return count;
    const expected = membersOf(one.value);
    const { id, ...members } = membersOf(exported.value);
    const place = exported.value?.place ?? one.value?.place;
    if (ids.size === ids.add(`${exported.value?.collection} ${id}`).size)
      throw new Error(`${place}: the id stands twice.`);
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
