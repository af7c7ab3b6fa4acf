import type { Selection } from './query/list-query.ts';
import type { Collection } from './schema/collection.ts';

/** The collections that a response shows besides its own. */
export function relatedOf({ relations: { embed, expand } }: Selection): Collection[] {
  return [...embed, ...expand].map(({ collection }) => collection);
}
