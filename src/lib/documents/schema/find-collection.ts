import type { Collection, Collections } from './collection.ts';

/** The collection of this name, or `null`. */
export function findCollection(collections: Collections, name: string): Collection | null {
  return Object.hasOwn(collections, name) ? (collections[name] ?? null) : null;
}

/** Whether one of the collections is not for everyone to read. */
export function isAnyPrivate(collections: readonly Collection[]): boolean {
  return collections.some(({ access }) => access.read !== 'public');
}
