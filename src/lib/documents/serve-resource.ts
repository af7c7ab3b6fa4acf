import type { Action } from '../auth/access-rules.ts';
import { ANONYMOUS } from '../auth/caller.ts';
import { methodNotAllowed, optionsFor } from '../http/response/methods.ts';
import { parseApiPath, segmentsOf } from './api-path.ts';
import type { DocumentService } from './document-service.ts';
import { findCollection } from './schema/find-collection.ts';
import { getDocument, getList } from './serve-reads.ts';
import {
  patchDocument,
  patchDocuments,
  postDocument,
  putSingleton,
  removeDocuments,
} from './serve-writes.ts';
import { visibleTo } from './visible-collections.ts';

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
 * `/api/{collection}`: a list, or the document of a singleton.
 *
 * @throws Problem 404 for an unknown collection, 405 for a method that the resource does not have
 */
export async function serveResource(request: Request, service: DocumentService): Promise<Response> {
  const { name } = segmentsOf(service.url);
  const methods = findCollection(service.collections, name)?.isSingleton ? SINGLETON : LIST;
  const serve = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  if (serve !== undefined) return serve(request, service);
  // A collection that does not exist for the caller is 404 for every method.
  await parseApiPath(service, actionOf(request.method));
  throw methodNotAllowed(request.method, Object.keys(methods));
}

/** The action of a method, before the kind of the collection is known. */
function actionOf(method: string): Action {
  if (method === 'POST') return 'create';
  if (method === 'PUT' || method === 'PATCH') return 'update';
  return method === 'DELETE' ? 'delete' : 'read';
}

/**
 * `OPTIONS /api/{collection}`. A preflight request has no credential, so an unknown name and a private collection both
 * have the methods of a list and of a singleton.
 */
export function resourceOptions(
  request: Request,
  { url, collections }: Pick<DocumentService, 'url' | 'collections'>,
): Response {
  const { name } = segmentsOf(url);
  const collection = findCollection(visibleTo(ANONYMOUS, collections), name);
  const methods = collection === null ? { ...LIST, ...SINGLETON } : collection.isSingleton ? SINGLETON : LIST;
  return optionsFor(...Object.keys(methods))({ request });
}
