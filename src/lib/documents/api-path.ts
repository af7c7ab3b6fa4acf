import { pathSegments } from '../http/path-segments.ts';
import { Problem } from '../http/problem.ts';
import type { DocumentService } from './document-service.ts';
import type { Collection, Collections } from './schema/collection.ts';
import { findCollection } from './schema/collections.ts';

/** A path under `/api`: `/api/{collection}/{id}/{children}`, and the URL it was parsed from. */
export interface ApiPath {
  url: URL;
  collection: Collection;
  /** `''` for the collection itself. */
  id: string;
  /** The collection of a nested list; `''` without one. */
  children: string;
}

/** @throws Problem 404 for an unknown collection, 400 for invalid percent-encoding */
export function parseApiPath({ url, collections }: Pick<DocumentService, 'url' | 'collections'>): ApiPath {
  const [, name = '', id = '', children = ''] = pathSegments(url.pathname);
  return { url, collection: collectionNamed(name, collections), id, children };
}

/** @throws Problem 404 */
export function collectionNamed(name: string, collections: Collections): Collection {
  const collection = findCollection(collections, name);
  if (collection !== null) return collection;
  const names = Object.keys(collections).join(', ');
  throw new Problem(
    'no-such-collection',
    `There is no collection ${JSON.stringify(name)}; allowed: ${names}.`,
  );
}
