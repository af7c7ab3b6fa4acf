import type { APIContext } from 'astro';
import { type AnswerKind, cacheAs } from '../cache/policy.ts';
import type { Relations } from './query/list-query.ts';
import type { Collection } from './schema/collection.ts';

/**
 * Caches the answer to a read under the tags of all that it shows, for the shortest time that one of the collections
 * allows; not at all when one of them is private.
 *
 * @param id the document that was asked for, when it was one
 */
export function cacheRead(
  context: Pick<APIContext, 'cache' | 'locals'>,
  kind: AnswerKind,
  collection: Collection,
  { embed, expand }: Relations,
  id?: string,
): void {
  const related = [...embed, ...expand].map((relation) => relation.collection);
  const shown = [collection, ...related];
  const subject = {
    collection: collection.name,
    ...(id !== undefined && { id }),
    embeds: related.map(({ name }) => name),
  };
  const lifetimes = shown.map(({ cache }) => cache);
  if (shown.some(({ access }) => access === 'private')) cacheAs(context, 'privateCollection');
  else if (kind === 'list' && related.length > 0) cacheAs(context, 'embeddedList', subject, lifetimes);
  else cacheAs(context, kind, subject, lifetimes);
}
