import type { Caller } from '../auth/caller.ts';
import { edgeLifetime, type ResponseKind, type Shown } from '../cache/policy.ts';
import { collectionTag } from '../cache/tags.ts';
import type { Collection } from './schema/collection.ts';
import { isPublic } from './schema/collections.ts';

/**
 * Decides how a read is cached. Its tags are those of everything it shows. Its lifetime is the shortest of the
 * collections it shows. Only what an anonymous caller gets is cached, and so nothing of a private collection.
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

/** Whether the edge stores no response that shows these collections, so that a response may depend on any header. */
export function isNeverShared(shown: readonly Collection[]): boolean {
  const lifetimes = shown.map(({ cache }) => cache);
  return !shown.every(isPublic) || edgeLifetime('documents', lifetimes) === null;
}
