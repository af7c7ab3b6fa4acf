import type { Action } from '../auth/access-rules.ts';
import { type Caller, may } from '../auth/caller.ts';
import { Problem } from '../http/problem/problem.ts';
import { pathSegments } from '../http/request/path-segments.ts';
import type { DocumentService } from './document-service.ts';
import type { Collection, Collections } from './schema/collection.ts';
import { findCollection } from './schema/collections.ts';
import { SINGLETON_ID } from './schema/reserved-names.ts';
import { visibleTo } from './visible-collections.ts';

/** Who sent a request, and the collections that it sees. Nothing of a request is parsed with any other collection. */
export interface View {
  caller: Caller;
  collections: Collections;
}

/** A path under `/api`: `/api/{collection}/{id}/{children}`, the URL it was parsed from, and the view of its request. */
export interface ApiPath extends View {
  url: URL;
  collection: Collection;
  /** `''` for the collection itself, unless it is a singleton. */
  id: string;
  /** The collection of a nested list; `''` without one. */
  children: string;
}

/**
 * @param action what the request does to the collection
 * @throws Problem 404 for an unknown collection, 400 for invalid percent-encoding
 */
export async function parseApiPath(service: DocumentService, action: Action): Promise<ApiPath> {
  const view = await viewOf(service);
  const [, name = '', id = '', children = ''] = pathSegments(service.url.pathname);
  const collection = collectionNamed(name, action, view, service);
  const path = { ...view, url: service.url, collection, id, children };
  if (!collection.isSingleton) return path;
  if (id !== '') throw new Problem('not-found', `${name} is one document, at /api/${name}.`);
  return { ...path, id: SINGLETON_ID };
}

export async function viewOf({ authenticate, collections }: DocumentService): Promise<View> {
  const caller = await authenticate();
  return { caller, collections: visibleTo(caller, collections) };
}

/**
 * The collection that a path names. It exists for a caller who may read it, or do what the request does.
 *
 * @throws Problem 404, or 401 when the credential was refused that could have shown it
 */
export function collectionNamed(
  name: string,
  action: Action,
  { caller, collections }: View,
  all: Pick<DocumentService, 'collections'>,
): Collection {
  const collection = findCollection(all.collections, name);
  if (collection !== null && (may(caller, 'read', collection) || may(caller, action, collection))) {
    return collection;
  }
  if (caller.refusal !== null) throw caller.refusal;
  const names = Object.keys(collections).join(', ') || 'none';
  throw new Problem(
    'no-such-collection',
    `There is no collection ${JSON.stringify(name)}; allowed: ${names}.`,
  );
}
