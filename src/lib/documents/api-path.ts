import type { Action } from '../auth/access-rules.ts';
import { type Caller, may } from '../auth/caller.ts';
import { Problem } from '../http/problem/problem.ts';
import { pathSegments } from '../http/request/path-segments.ts';
import { type Address, addressOf } from '../http/request/url-parameters.ts';
import type { DocumentService } from './document-service.ts';
import type { Collection, Collections } from './schema/collection.ts';
import { findCollection } from './schema/find-collection.ts';
import { SINGLETON_ID } from './schema/reserved-names.ts';
import { visibleTo } from './visible-collections.ts';

/** The sender of a request, and the collections that it may read. Requests are parsed with these collections only. */
export interface View {
  caller: Caller;
  collections: Collections;
}

/** A path under `/api`: `/api/{collection}/{id}/{children}`, its address, and the view of its request. */
export interface ApiPath extends View, Address {
  collection: Collection;
  /** `''` for the collection itself, unless it is a singleton. */
  id: string;
  /** The collection of a nested list; `''` without one. */
  children: string;
}

/**
 * Parses the path of a request.
 *
 * @param action what the request does to the collection
 * @throws Problem 404 for an unknown collection, 400 for invalid percent-encoding, 401 as `collectionNamed`
 */
export async function parseApiPath(service: DocumentService, action: Action): Promise<ApiPath> {
  const view = await viewOf(service);
  const { name, id, children } = segmentsOf(service.url);
  const collection = collectionNamed(name, action, view, service);
  const path = { ...view, ...addressOf(service.url), collection, id, children };
  if (!collection.isSingleton) return path;
  if (id !== '') throw new Problem('not-found', `${name} is one document, at /api/${name}.`);
  return { ...path, id: SINGLETON_ID };
}

/**
 * The segments of `/api/{name}/{id}/{children}`, decoded; `''` for one that is absent.
 *
 * @throws Problem 400 for invalid percent-encoding
 */
export function segmentsOf({ pathname }: URL): Record<'name' | 'id' | 'children', string> {
  const [, name = '', id = '', children = ''] = pathSegments(pathname);
  return { name, id, children };
}

/** Authenticates the caller and selects the collections that it may read. */
export async function viewOf({ authenticate, collections }: DocumentService): Promise<View> {
  const caller = await authenticate();
  return { caller, collections: visibleTo(caller, collections) };
}

/**
 * Finds the collection that a path names. For a caller that may neither read it nor perform the action, it is unknown.
 *
 * @throws Problem 401 for a caller whose credential was refused, 404 for any other
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
