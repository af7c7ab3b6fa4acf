import { isTrusted } from '../auth/caller.ts';
import { collectionTag, documentTags } from '../cache/tags.ts';
import { problemResponse } from '../http/problem/problem.ts';
import { readConditions } from '../http/request/conditional-read.ts';
import { methodNotAllowed } from '../http/response/methods.ts';
import { type ApiPath, collectionNamed, parseApiPath, viewOf } from './api-path.ts';
import { authorize, requireTrusted } from './authorize.ts';
import { changesResponse, documentResponse, listResponse } from './document-responses.ts';
import type { DocumentService } from './document-service.ts';
import { parseChangesQuery } from './query/changes-query.ts';
import type { ListQuery, Selection } from './query/list-query.ts';
import { nestedQuery } from './query/nested-list.ts';
import { parseListQuery, parseSelection, readOnce } from './query/parse-query.ts';
import { readCaching } from './read-caching.ts';
import type { Collection } from './schema/collection.ts';
import { relatedOf } from './schema/related-collections.ts';
import { respondWithStream } from './serve-stream.ts';
import { documentMissing } from './store/document-missing.ts';
import { readChanges } from './store/read/read-changes.ts';
import { readDocument } from './store/read/read-document.ts';
import { readList } from './store/read/read-list.ts';
import { negotiateFormat, parseFormat } from './stream/list-format.ts';

/** `GET /api/{collection}` */
export async function getList(request: Request, service: DocumentService): Promise<Response> {
  const path = await parseApiPath(service, 'read');
  authorize(request, service, path, 'read', path.collection);
  const query = parseListQuery(path.parameters, path.collection, path.collections);
  return respondWithList(request, service, path, query);
}

/** `GET /api/{collection}/changes` */
export async function getChanges(request: Request, service: DocumentService): Promise<Response> {
  const path = await parseApiPath(service, 'read');
  const { caller, collection } = path;
  authorize(request, service, path, 'read', collection);
  const query = parseChangesQuery(path.parameters, collection);
  const { ifNoneMatch } = readConditions(request.headers);
  const changes = await readChanges(service.database, collection, query, ifNoneMatch ?? []);
  service.cache.as(...readCaching('documents', caller, [collectionTag(collection.name)], collection, []));
  return changesResponse(path, query, changes);
}

/** `GET /api/{parent}/{id}/{collection}`: the documents of a collection that refer to one of its parent. */
export async function getNestedList(request: Request, service: DocumentService): Promise<Response> {
  const path = await parseApiPath(service, 'read');
  const { parameters, collections, collection: parent, id } = path;
  const collection = collectionNamed(path.children, 'read', path, service);
  authorize(request, service, path, 'read', collection);
  const query = nestedQuery(parameters, { parent, id }, collection, collections);
  return respondWithList(request, service, { ...path, collection }, query);
}

/** `GET /api/{collection}/{id}`, `GET /api/{singleton}` */
export async function getDocument(request: Request, service: DocumentService): Promise<Response> {
  const path = await parseApiPath(service, 'read');
  authorize(request, service, path, 'read', path.collection);
  const selection =
    path.parameters.encoded.length === 0
      ? wholeDocument(path)
      : parseSelection(path.parameters, path.collection, path.collections);
  return respondWithDocument(request, service, path, selection);
}

/** The selection of requests without a query, by collection. It names no other collection. */
const WHOLE_DOCUMENTS = new WeakMap<Collection, Selection>();

function wholeDocument({ collection, collections }: Pick<ApiPath, 'collection' | 'collections'>): Selection {
  const known = WHOLE_DOCUMENTS.get(collection);
  if (known !== undefined) return known;
  const selection = parseSelection([], collection, collections);
  WHOLE_DOCUMENTS.set(collection, selection);
  return selection;
}

/** Serves some fields of a document at another route. 404 for an unknown collection, and for an id that `ids` rejects. */
export async function getFields(
  request: Request,
  service: DocumentService,
  { name, id, ids, fields }: { name: string; id: string; ids: RegExp; fields: readonly string[] },
): Promise<Response> {
  const view = await viewOf(service);
  const collection = collectionNamed(name, 'read', view, service);
  authorize(request, service, view, 'read', collection);
  if (!ids.test(id)) throw documentMissing(collection, id);
  const selection = { fields, relations: { embed: [], expand: [] } };
  return respondWithDocument(request, service, { ...view, url: service.url, collection, id }, selection);
}

/** Any other method: 405, or 404 for an unknown collection. */
export async function refuseMethod(
  request: Request,
  service: DocumentService,
  methods: readonly string[],
): Promise<never> {
  const path = await parseApiPath(service, 'read');
  if (path.children !== '') collectionNamed(path.children, 'read', path, service);
  throw methodNotAllowed(request.method, methods);
}

type ListPath = Pick<ApiPath, 'url' | 'parameters' | 'caller' | 'collection'>;

async function respondWithList(
  request: Request,
  service: DocumentService,
  path: ListPath,
  query: ListQuery,
): Promise<Response> {
  const chosen = parseFormat((name) => readOnce(path.parameters, name));
  const format = chosen ?? negotiateFormat(request.headers.get('accept'));
  const response = await (format === 'json'
    ? respondWithArray(request, service, path, query)
    : respondWithStream(request, service, path, query, format));
  if (chosen === null) response.headers.append('vary', 'Accept');
  return response;
}

async function respondWithArray(
  request: Request,
  service: DocumentService,
  path: ListPath,
  query: ListQuery,
): Promise<Response> {
  const { caller, collection } = path;
  const { ifNoneMatch } = readConditions(request.headers);
  if (query.total === 'exact') requireTrusted(caller, collection);
  const reader = { known: ifNoneMatch ?? [], isTrusted: isTrusted(caller, collection) };
  const list = await readList(service.database, collection, query, reader);
  const own = [collectionTag(collection.name)];
  service.cache.as(...readCaching('documents', caller, own, collection, relatedOf(query)));
  return listResponse(path, collection, query, list);
}

async function respondWithDocument(
  request: Request,
  service: DocumentService,
  { url, caller, collection, id }: Pick<ApiPath, 'url' | 'caller' | 'collection' | 'id'>,
  selection: Selection,
): Promise<Response> {
  const conditions = readConditions(request.headers);
  const known = conditions.ifNoneMatch ?? [];
  const document = await readDocument(service.database, collection, id, selection, known);
  const kind = document === null ? 'missingDocument' : 'documents';
  const own = documentTags(collection.name, id);
  service.cache.as(...readCaching(kind, caller, own, collection, relatedOf(selection)));
  // Returned, not thrown: a missing document is cached, an error is not.
  return document === null
    ? problemResponse(documentMissing(collection, id), url.pathname)
    : documentResponse(conditions, document);
}
