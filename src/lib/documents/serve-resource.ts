import { methodNotAllowed, optionsFor } from '../http/methods.ts';
import { pathSegments } from '../http/path-segments.ts';
import { parseApiPath } from './api-path.ts';
import type { DocumentService } from './document-service.ts';
import { findCollection } from './schema/collection.ts';
import { getDocument, getList } from './serve-reads.ts';
import {
  patchDocument,
  patchDocuments,
  postDocument,
  putSingleton,
  removeDocuments,
} from './serve-writes.ts';

type Serve = (request: Request, service: DocumentService) => Promise<Response>;

/** The methods of a collection. */
const LIST: Readonly<Record<string, Serve>> = {
  GET: getList,
  HEAD: getList,
  POST: postDocument,
  PATCH: patchDocuments,
  DELETE: removeDocuments,
};

/** The methods of a singleton. */
const SINGLETON: Readonly<Record<string, Serve>> = {
  GET: getDocument,
  HEAD: getDocument,
  PUT: putSingleton,
  PATCH: patchDocument,
};

/**
 * `/api/{collection}`: a list, or the one document of a singleton.
 *
 * @throws Problem 404 for an unknown collection, 405 for a method that it does not have
 */
export function serveResource(request: Request, service: DocumentService): Promise<Response> {
  const methods = parseApiPath(service).collection.isSingleton ? SINGLETON : LIST;
  const serve = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  if (serve === undefined) throw methodNotAllowed(request.method, Object.keys(methods));
  return serve(request, service);
}

/** `OPTIONS /api/{collection}` */
export function resourceOptions(
  request: Request,
  { url, collections }: Pick<DocumentService, 'url' | 'collections'>,
): Response {
  const [, name = ''] = pathSegments(url.pathname);
  const isSingleton = findCollection(collections, name)?.isSingleton ?? false;
  return optionsFor(...Object.keys(isSingleton ? SINGLETON : LIST))({ request });
}
