import { ANONYMOUS } from '../../auth/caller.ts';
import { collectionTag, documentTags, UNSTORED } from '../../cache/tags.ts';
import { newMeter } from '../../http/response/server-timing.ts';
import type { Selection } from '../query/list-query.ts';
import { parseListQuery, parseSelection } from '../query/parse-query.ts';
import type { Collection, Collections } from '../schema/collection.ts';
import { findCollection, isPublic } from '../schema/find-collection.ts';
import { relatedOf } from '../schema/related-collections.ts';
import { SINGLETON_ID } from '../schema/reserved-names.ts';
import type { Database } from '../store/d1/database.ts';
import { readDocument } from '../store/read/read-document.ts';
import { readList } from '../store/read/read-list.ts';
import { visibleTo } from '../visible-collections.ts';
import { listParameters, selectionParameters } from './api-parameters.ts';
import type { EntryFilter, ListFilter, ReadOptions } from './loader-filters.ts';

/** The database and the collection that entries are read from. */
export interface Source {
  d1: Database['d1'];
  collections: Collections;
  /** The name of the collection. */
  name: string;
}

/** A document as an entry of Astro's collections. */
export interface Entry<Data> {
  id: string;
  data: Data;
}

/** The cache tags for a page that shows the result. */
interface Hint {
  cacheHint: { tags: string[] };
}

/**
 * Reads a list in one round trip, within the bounds of an anonymous client of the API.
 *
 * @throws Problem 400 for a query that the API refuses, 503 when D1 fails
 * @throws Error for a collection that has no list, or is private
 */
export async function readEntries<Data extends object>(
  source: Source,
  filter: ListFilter = {},
): Promise<{ entries: Entry<Data>[] } & Hint> {
  const { collection, collections } = collectionOf(source, filter);
  if (collection.isSingleton) throw new Error(`${collection.name} is one document: use getLiveEntry().`);
  const query = parseListQuery(listParameters(filter), collection, collections);
  const { body } = await readList(databaseOf(source, filter), collection, query, {
    known: [],
    isTrusted: false,
  });
  const documents: (Data & { id: string | number })[] = JSON.parse(body ?? '[]');
  return {
    entries: documents.map((data) => ({ id: String(data.id), data })),
    ...hintOf([collectionTag(collection.name)], collection, query),
  };
}

/**
 * Reads a document in one round trip; `undefined` if it does not exist.
 *
 * @throws Problem 400 for relations that the API refuses, 503 when D1 fails
 * @throws Error for a collection that is private
 */
export async function readEntry<Data extends object>(
  source: Source,
  filter: EntryFilter,
): Promise<(Entry<Data> & Hint) | undefined> {
  const { collection, collections } = collectionOf(source, filter);
  const id = collection.isSingleton ? SINGLETON_ID : String(filter.id ?? '');
  const selection = parseSelection(selectionParameters(filter), collection, collections);
  const document = await readDocument(databaseOf(source, filter), collection, id, selection, []);
  if (document === null) return undefined;
  return {
    id,
    data: JSON.parse(document.body),
    ...hintOf(documentTags(collection.name, id), collection, selection),
  };
}

/** The collection, among those that everyone may read, unless the page sets `private: true`. */
function collectionOf(
  { collections, name }: Source,
  options: ReadOptions,
): { collection: Collection; collections: Collections } {
  const visible = options.private === true ? collections : visibleTo(ANONYMOUS, collections);
  const collection = findCollection(visible, name);
  if (collection !== null) return { collection, collections: visible };
  throw new Error(`${name} is private; a page that only its readers can open may set { private: true }.`);
}

function databaseOf({ d1 }: Source, { meter = newMeter() }: ReadOptions): Database {
  return { d1, meter };
}

/**
 * The tags of everything that an entry or a list shows. It has no `lastModified`: Astro would derive the `ETag` of a page
 * from the latest one, which a deleted comment does not change.
 */
function hintOf(own: readonly string[], collection: Collection, selection: Selection): Hint {
  const related = relatedOf(selection);
  const tags = [...own, ...related.map(({ name }) => collectionTag(name))];
  const isPrivate = ![collection, ...related].every(isPublic);
  return { cacheHint: { tags: [...new Set(isPrivate ? [UNSTORED, ...tags] : tags)] } };
}
