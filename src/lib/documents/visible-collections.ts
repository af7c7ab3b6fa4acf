import { type Caller, may } from '../auth/caller.ts';
import type { Collections } from './schema/collection.ts';

/** The visible collections by the scopes of the caller. There is one entry per combination of scopes. */
const KNOWN = new WeakMap<Collections, Map<string, Collections>>();

/** Returns the collections that a caller may read. For its requests, no other collection exists. */
export function visibleTo(caller: Caller, collections: Collections): Collections {
  const known = KNOWN.get(collections) ?? new Map<string, Collections>();
  KNOWN.set(collections, known);
  const key = caller.scopes.join(' ');
  const visible = known.get(key) ?? readableBy(caller, collections);
  known.set(key, visible);
  return visible;
}

function readableBy(caller: Caller, collections: Collections): Collections {
  const readable = Object.entries(collections).filter(([, collection]) => may(caller, 'read', collection));
  return Object.freeze(Object.fromEntries(readable));
}
