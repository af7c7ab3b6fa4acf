import { collectionTag, documentTags } from '../cache/tags.ts';
import { readConditions } from '../http/conditional-read.ts';
import { methodNotAllowed } from '../http/methods.ts';
import { problemResponse } from '../http/problem.ts';
import { type ApiPath, collectionNamed, parseApiPath } from './api-path.ts';
import type { DocumentService } from './document-service.ts';
import type { ListQuery, Selection } from './query/list-query.ts';
import { nestedQuery } from './query/nested-list.ts';
import { parseListQuery, parseSelection } from './query/parse.ts';
import { readCaching } from './read-caching.ts';
import { documentResponse, listResponse } from './responses.ts';
import { type Collection, isAnyPrivate } from './schema/collection.ts';
import { readDocument } from './store/read.ts';
import { readList } from './store/read-list.ts';
import { documentMissing } from './store/statements.ts';

/** A query whose collections the client may read. */
interface AuthorizedQuery<Query extends Selection> {
  query: Query;
  /** The collections that the response shows besides its own. */
  related: Collection[];
}

/** `GET /api/{collection}` */
export async function getList(request: Request, service: DocumentService): Promise<Response> {
  const path = parseApiPath(service);
  const authorized = await authorizeQuery(request, service, path.collection, () =>
    parseListQuery(path.url.searchParams, path.collection, service.collections),
  );
  return respondWithList(request, service, path, authorized);
}

/** `GET /api/{parent}/{id}/{collection}`: the documents of a collection that refer to one of its parent. */
export async function getNestedList(request: Request, service: DocumentService): Promise<Response> {
  const { url, collection: parent, id, children } = parseApiPath(service);
  const collection = collectionNamed(children, service.collections);
  const authorized = await authorizeQuery(request, service, collection, () =>
    nestedQuery(url.searchParams, { parent, id }, collection, service.collections),
  );
  return respondWithList(request, service, { url, collection }, authorized);
}

/** `GET /api/{collection}/{id}` */
export async function getDocument(request: Request, service: DocumentService): Promise<Response> {
  const path = parseApiPath(service);
  const authorized = await authorizeQuery(request, service, path.collection, () =>
    path.url.search === ''
      ? wholeDocument(path.collection, service)
      : parseSelection(path.url.searchParams, path.collection, service.collections),
  );
  return respondWithDocument(request, service, path, authorized);
}

/** The selection of a request without a query, by collection. */
const WHOLE_DOCUMENTS = new WeakMap<Collection, Selection>();

function wholeDocument(collection: Collection, { collections }: DocumentService): Selection {
  const known = WHOLE_DOCUMENTS.get(collection);
  if (known !== undefined) return known;
  const selection = parseSelection(new URLSearchParams(), collection, collections);
  WHOLE_DOCUMENTS.set(collection, selection);
  return selection;
}

/** Some fields of a document, for a route of its own. 404 when there is no such collection, or `ids` does not match. */
export async function getFields(
  request: Request,
  service: DocumentService,
  { name, id, ids, fields }: { name: string; id: string; ids: RegExp; fields: readonly string[] },
): Promise<Response> {
  const collection = collectionNamed(name, service.collections);
  const authorized = await authorizeQuery(request, service, collection, () => {
    if (!ids.test(id)) throw documentMissing(collection, id);
    return { fields, relations: { embed: [], expand: [] } };
  });
  return respondWithDocument(request, service, { url: service.url, collection, id }, authorized);
}

/** Any other method: 405, or 404 for an unknown collection. */
export function refuseMethod(request: Request, service: DocumentService, methods: readonly string[]): never {
  parseApiPath(service);
  throw methodNotAllowed(request.method, methods);
}

/**
 * Every read passes through here. It is authorised for its collection before its query is parsed, and for the related
 * collections before any row is read.
 */
async function authorizeQuery<Query extends Selection>(
  request: Request,
  service: DocumentService,
  collection: Collection,
  parse: () => Query,
): Promise<AuthorizedQuery<Query>> {
  await authorizeRead(request, service, [collection]);
  const query = parse();
  const { embed, expand } = query.relations;
  const related = [...embed, ...expand].map((relation) => relation.collection);
  await authorizeRead(request, service, related);
  return { query, related };
}

/** Requires the token if any of the collections is private. */
async function authorizeRead(
  request: Request,
  { authorize }: DocumentService,
  collections: readonly Collection[],
): Promise<void> {
  if (isAnyPrivate(collections)) await authorize(request);
}

async function respondWithList(
  request: Request,
  service: DocumentService,
  { url, collection }: Pick<ApiPath, 'url' | 'collection'>,
  { query, related }: AuthorizedQuery<ListQuery>,
): Promise<Response> {
  const { ifNoneMatch } = readConditions(request.headers);
  if (query.total === 'exact') await service.authorize(request);
  // A request for a private collection has shown its token already.
  const isTrusted = isAnyPrivate([collection, ...related]) || (await service.isTrusted(request));
  const list = await readList(service.database, collection, query, { known: ifNoneMatch ?? [], isTrusted });
  const [kind, shown] = readCaching('documents', [collectionTag(collection.name)], collection, related);
  // Other clients must not get what only a trusted one may read.
  service.cache.as(isTrusted ? 'uncached' : kind, shown);
  return listResponse(url, query, list);
}

async function respondWithDocument(
  request: Request,
  service: DocumentService,
  { url, collection, id }: Pick<ApiPath, 'url' | 'collection' | 'id'>,
  { query, related }: AuthorizedQuery<Selection>,
): Promise<Response> {
  const conditions = readConditions(request.headers);
  const known = conditions.ifNoneMatch ?? [];
  const document = await readDocument(service.database, collection, id, query, known);
  const kind = document === null ? 'missingDocument' : 'documents';
  service.cache.as(...readCaching(kind, documentTags(collection.name, id), collection, related));
  // Returned, not thrown: a missing document is cached, an error is not.
  return document === null
    ? problemResponse(documentMissing(collection, id), url.pathname)
    : documentResponse(conditions, document);
}
