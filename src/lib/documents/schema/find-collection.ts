import type { Collection, Collections } from './collection.ts';

/** The collection of this name, or `null`. */
export function findCollection(collections: Collections, name: string): Collection | null {
  return Object.hasOwn(collections, name) ? (collections[name] ?? null) : null;
}

/** Whether everyone may read the collection. */
export function isPublic({ access }: Pick<Collection, 'access'>): boolean {
  return access.read === 'public';
}
