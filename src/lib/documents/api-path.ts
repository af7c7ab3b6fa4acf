import { pathSegments } from '../http/path-segments.ts';
import { Problem } from '../http/problem.ts';
import type { DocumentService } from './document-service.ts';
import { type Collection, type Collections, findCollection } from './schema/collection.ts';
import { SINGLETON_ID } from './schema/reserved-names.ts';

/** A path under `/api`: `/api/{collection}/{id}/{children}`, and the URL it was parsed from. */
export interface ApiPath {
  url: URL;
  collection: Collection;
  /** `''` for the collection itself, unless it is a singleton. */
  id: string;
  /** The collection of a nested list; `''` without one. */
  children: string;
}

/** @throws Problem 404 for an unknown collection, 400 for invalid percent-encoding */
export function parseApiPath({ url, collections }: Pick<DocumentService, 'url' | 'collections'>): ApiPath {
  const [, name = '', id = '', children = ''] = pathSegments(url.pathname);
  const collection = collectionNamed(name, collections);
  if (!collection.isSingleton) return { url, collection, id, children };
  if (id !== '') throw new Problem('not-found', `${name} is one document, at /api/${name}.`);
  return { url, collection, id: SINGLETON_ID, children };
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
