import { optionsFor } from '../http/methods.ts';
import { pathSegments } from '../http/path-segments.ts';
import { viewOf } from './api-path.ts';
import type { DocumentService } from './document-service.ts';
import type { Collections } from './schema/collection.ts';
import { findCollection } from './schema/collections.ts';
import { getDocument, getList, refuseMethod } from './serve-reads.ts';
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
  const methods = methodsOf(service, service.collections);
  const serve = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  return (serve ?? refuse(methods))(request, service);
}

/** `OPTIONS /api/{collection}`. A collection that the client may not see has the methods of an unknown one. */
export async function resourceOptions(request: Request, service: DocumentService): Promise<Response> {
  const { collections } = await viewOf(service);
  return optionsFor(...Object.keys(methodsOf(service, collections)))({ request });
}

function methodsOf({ url }: DocumentService, collections: Collections): Readonly<Record<string, Serve>> {
  const [, name = ''] = pathSegments(url.pathname);
  return findCollection(collections, name)?.isSingleton === true ? SINGLETON : LIST;
}

function refuse(methods: Readonly<Record<string, Serve>>): Serve {
  return (request, service) => refuseMethod(request, service, Object.keys(methods));
}
