import type { APIContext } from 'astro';
import { type AnswerKind, cacheAs } from '../cache/policy.ts';
import type { Collection } from './collection.ts';
import type { Relations } from './query/list-query.ts';

/** The collections that an answer shows, the one that was asked for first. */
export type Shown = readonly [Collection, ...Collection[]];

export function shownBy(collection: Collection, { embed, expand }: Relations): Shown {
  return [collection, ...[...embed, ...expand].map((relation) => relation.collection)];
}

/**
 * Caches the answer to a read under the tags of all that it shows, for the shortest time that one of them allows; not
 * at all when one of them is private.
 *
 * @param id the document that was asked for, when it was one
 */
export function cacheRead(
  context: Pick<APIContext, 'cache' | 'locals'>,
  kind: AnswerKind,
  shown: Shown,
  id?: string,
): void {
  const [{ name: collection }, ...others] = shown;
  const subject = { collection, ...(id !== undefined && { id }), embeds: others.map(({ name }) => name) };
  const isPrivate = shown.some(({ access }) => access === 'private');
  cacheAs(
    context,
    isPrivate ? 'privateCollection' : kind,
    subject,
    shown.map(({ cache }) => cache),
  );
}
