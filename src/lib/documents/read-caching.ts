import type { Caller } from '../auth/caller.ts';
import { edgeLifetime, type ResponseKind, type Shown } from '../cache/policy.ts';
import { collectionTag } from '../cache/tags.ts';
import type { Collection } from './schema/collection.ts';
import { isPublic } from './schema/find-collection.ts';

/**
 * Decides how the response to a read is cached. It has the tags of everything that it shows, and the shortest lifetime of
 * the shown collections. Only a response to an anonymous caller that shows no private collection is stored.
 *
 * @param own the tags of the document or list itself
 * @param related the collections of embedded and expanded documents
 */
export function readCaching(
  kind: 'documents' | 'missingDocument',
  caller: Pick<Caller, 'kind'>,
  own: readonly string[],
  collection: Collection,
  related: readonly Collection[],
): [kind: ResponseKind, shown: Shown] {
  const shown = [collection, ...related];
  return [
    caller.kind !== 'anonymous' || !shown.every(isPublic) ? 'uncached' : kind,
    {
      tags: [...own, ...related.map(({ name }) => collectionTag(name))],
      lifetimes: shown.map(({ cache }) => cache),
    },
  ];
}

/** Whether the edge never stores a response that shows these collections. It may then depend on any request header. */
export function isNeverShared(shown: readonly Collection[]): boolean {
  const lifetimes = shown.map(({ cache }) => cache);
  return !shown.every(isPublic) || edgeLifetime('documents', lifetimes) === null;
}
