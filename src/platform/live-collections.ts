import type { LiveLoader } from 'astro/loaders';
import type { DocumentOf, DocumentWithRelated } from '../lib/documents/live/document-type.ts';
import type { EntryFilter, ListFilter } from '../lib/documents/live/loader-filters.ts';
import { readEntries, readEntry, type Source } from '../lib/documents/live/read-entries.ts';
import type { Where } from '../lib/documents/live/where-type.ts';
import type { Collections } from '../lib/documents/schema/collection.ts';
import { Problem } from '../lib/http/problem/problem.ts';
import { requireDatabase } from './environment.ts';

/** One collection, as `defineLiveCollection()` returns it. Writes have checked the documents, so reads need no schema. */
interface LiveCollection<All extends Collections, Name extends keyof All> {
  type: 'live';
  loader: LiveLoader<
    DocumentWithRelated<All, Name>,
    EntryFilter<keyof All & string>,
    ListFilter<keyof All & string, Where<DocumentOf<All[Name]>>>,
    Problem
  >;
  schema?: undefined;
}

/** Every collection, for `getLiveCollection()` and `getLiveEntry()` of pages. */
export function liveCollections<All extends Collections>(
  collections: All,
): { [Name in keyof All]: LiveCollection<All, Name> } {
  const entries = Object.keys(collections).map((name) => [name, liveCollection(collections, name)]);
  return Object.fromEntries(entries);
}

function liveCollection<All extends Collections, Name extends keyof All>(
  collections: All,
  name: string,
): LiveCollection<All, Name> {
  const source = (): Source => ({
    d1: requireDatabase().withSession('first-unconstrained'),
    collections,
    name,
  });
  return {
    type: 'live',
    loader: {
      name: 'perigee',
      loadCollection: ({ filter }) => resultOrProblem(() => readEntries(source(), filter)),
      loadEntry: ({ filter }) => resultOrProblem(() => readEntry(source(), filter)),
    },
  };
}

/** Returns a thrown Problem: Astro passes a returned error on unchanged, but wraps a thrown one. */
async function resultOrProblem<Result>(read: () => Promise<Result>): Promise<Result | { error: Problem }> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Problem) return { error };
    throw error;
  }
}
