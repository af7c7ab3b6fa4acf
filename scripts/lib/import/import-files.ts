import type { Collections } from '../../../src/lib/documents/schema/collection.ts';
import type { JsonSchema } from '../../../src/lib/documents/schema/fields.ts';
import { findCollection } from '../../../src/lib/documents/schema/find-collection.ts';
import { rowReader } from './read/cell-value.ts';
import { type Entry, NO_DOCUMENTS, type RowReader } from './read/entry.ts';
import { readEntries } from './read/read-entries.ts';
import type { SourceFile } from './read/source-file.ts';
import type { Outcome } from './report/outcome.ts';
import { progressOf } from './report/progress.ts';
import { SeenIds } from './seen-ids.ts';
import type { Store } from './send/store.ts';

interface Import {
  files: readonly SourceFile[];
  /** The only collection of a `db.json` to import; all by default. */
  only: string | undefined;
  store: Store;
  outcome: Outcome;
  destination: Destination;
}

/** The collections that an import stores into. */
export interface Destination {
  /** Why a collection cannot be stored into, or `null`. */
  problemOf(collection: string, kind?: 'singleton'): Promise<string | null>;
  schemaOf(collection: string): Promise<JsonSchema>;
}

/** Reads files, and stores their documents in their order. */
export async function importFiles(options: Import): Promise<void> {
  const { files, only, store, outcome, destination } = options;
  const rows = await rowReaders(files, destination);
  const progress = progressOf(files.reduce((sum, { bytes }) => sum + bytes, 0));
  let readBytes = 0;
  const onBytes = (bytes: number) => {
    readBytes += bytes;
    progress.update(readBytes, outcome.documents);
  };
  const importEntry = entryImporter(options);
  const names = new Set<string>();
  try {
    for await (const entry of readEntries(files, { rows, onBytes })) {
      if (entry.kind !== 'value') names.add(nameOf(entry));
      if (only === undefined || nameOf(entry) === only) await importEntry(entry);
    }
    await store.flush();
  } finally {
    progress.stop();
  }
  if (only !== undefined && !names.has(only)) {
    const file = files.map(({ name }) => name).join(', ');
    throw new Error(
      `${file} has no ${JSON.stringify(only)}; allowed for --collection: ${[...names].join(', ')}.`,
    );
  }
}

/** Returns the readers of rows, by the schemas of the collections in CSV files. */
async function rowReaders(
  files: readonly SourceFile[],
  destination: Destination,
): Promise<(collection: string) => RowReader> {
  const schemas = new Map<string, JsonSchema>();
  for (const { format, collection } of files) {
    if (format === 'csv') schemas.set(collection, await destination.schemaOf(collection));
  }
  return (collection) => rowReader(schemas.get(collection) ?? {});
}

/** Returns a function that stores an entry, or reports why it cannot be stored. */
function entryImporter({ store, outcome, destination }: Import): (entry: Entry) => Promise<void> {
  const ids = new SeenIds();
  const unstorable = new Set<string>();
  return async (entry) => {
    if (entry.kind === 'collection') {
      const reason = await destination.problemOf(entry.name);
      if (reason === null) return;
      unstorable.add(entry.name);
      outcome.leaveOut({ place: entry.place, reason });
    } else if (entry.kind === 'singleton') {
      const reason = await destination.problemOf(entry.name, entry.kind);
      if (reason === null) await store.put(entry);
      else outcome.leaveOut({ place: entry.place, reason });
    } else if (entry.kind === 'value') {
      if (entry.name !== '$schema') outcome.leaveOut({ place: entry.place, reason: NO_DOCUMENTS });
    } else if (!unstorable.has(entry.collection)) {
      const refusal = entry.kind === 'unreadable' ? entry : ids.add(entry);
      if (refusal !== null) outcome.refuse(refusal);
      else if (entry.kind === 'document') await store.add(entry);
    }
  };
}

/** Why an object cannot be stored. */
export const NOT_A_SINGLETON =
  'It is one object, and the collection is a list: see `singleton` in docs/api.md';

function nameOf(entry: Entry): string {
  return 'name' in entry ? entry.name : entry.collection;
}

/** The collections of this project. */
export function localDestination(collections: Collections): Destination {
  return {
    problemOf: async (name, kind) => {
      const collection = findCollection(collections, name);
      if (collection === null) return `src/collections.ts does not define the collection ${name}`;
      const isSingleton = kind === 'singleton';
      if (collection.isSingleton === isSingleton) return null;
      return isSingleton ? NOT_A_SINGLETON : 'It is a list, and src/collections.ts defines one document';
    },
    schemaOf: async (name) => findCollection(collections, name)?.jsonSchema ?? {},
  };
}
