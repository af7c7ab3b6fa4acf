import type { Collection, Collections } from './collection.ts';

/** The collection of this name, or `null`. */
export function findCollection(collections: Collections, name: string): Collection | null {
  return Object.hasOwn(collections, name) ? (collections[name] ?? null) : null;
}

/** Whether one of the collections requires the token for reads. */
export function isAnyPrivate(collections: readonly Collection[]): boolean {
  return collections.some(({ access }) => access === 'private');
}
