import { type Caller, may } from '../auth/caller.ts';
import type { Collections } from './schema/collection.ts';

/** The visible collections by the scopes of their caller. There are as many entries as kinds of tokens. */
const KNOWN = new WeakMap<Collections, Map<string, Collections>>();

/** The collections that a caller may read. To a request, no other exists. */
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
