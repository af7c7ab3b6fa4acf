import type { Collections } from '../../../src/lib/documents/schema/collection.ts';
import { findCollection } from '../../../src/lib/documents/schema/find-collection.ts';
import { rowReader } from '../import/read/cell-value.ts';
import type { Entry } from '../import/read/entry.ts';
import { readEntries } from '../import/read/read-entries.ts';
import type { SourceFile } from '../import/read/source-file.ts';
import type { Refusal } from '../import/report/refusal.ts';
import { SeenIds } from '../import/seen-ids.ts';
import { whyInvalid } from '../import/send/check-document.ts';
import { COLLECTIONS_FILE, collectionsSource } from './collections-source.ts';
import { csvSchema } from './csv-columns.ts';
import { formatSource } from './format-source.ts';
import { loadDefinitions } from './load-definitions.ts';
import { observeAll } from './observed-collection.ts';
import { type Plan, planOf } from './plan.ts';

export interface Inferred {
  plan: Plan;
  /** The text of `src/collections.ts`. */
  source: string;
  /** Documents that no collection can store unchanged. */
  refusals: readonly Refusal[];
}

/**
 * Infers the definitions for the documents of files, loads them as the build does, and checks every document with them.
 *
 * @param from the name of the files, for a comment
 */
export async function inferCollections(files: readonly SourceFile[], from: string): Promise<Inferred> {
  const schemas = new Map<string, Awaited<ReturnType<typeof csvSchema>>>();
  for (const file of files) {
    if (file.format === 'csv') schemas.set(file.collection, await csvSchema(file));
  }
  const rows = (collection: string) => rowReader(schemas.get(collection) ?? {});
  const plan = planOf(await observeAll(readEntries(files, { rows })));
  const source = collectionsSource(plan, from);
  const collections = await loadDefinitions(source);
  const refusals = await refusedIn(files, rows, collections);
  return { plan, source: formatSource(COLLECTIONS_FILE, source), refusals };
}

async function refusedIn(
  files: readonly SourceFile[],
  rows: Parameters<typeof readEntries>[1]['rows'],
  collections: Collections,
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  const ids = new SeenIds();
  for await (const entry of readEntries(files, { rows })) {
    if (entry.kind === 'unreadable') refusals.push(entry);
    const [name, document] = documentOf(entry);
    const collection = findCollection(collections, name);
    if (collection === null || document === null) continue;
    const refusal =
      (entry.kind === 'document' ? ids.add(entry) : null) ?? whyInvalid(document, collection, collections);
    if (refusal !== null) refusals.push(refusal);
  }
  return refusals;
}

/** The document of an entry, with the name of its collection. */
function documentOf(entry: Entry): [name: string, document: { value: unknown; place: string } | null] {
  if (entry.kind === 'document') return [entry.collection, entry];
  return entry.kind === 'singleton' ? [entry.name, entry] : ['', null];
}
