import { collectionTag, documentTag, writtenTags } from '../cache/tags.ts';
import { readConditions } from '../http/conditional-read.ts';
import { fingerprint } from '../http/digest.ts';
import { parseEntityTags } from '../http/entity-tag.ts';
import { idempotencyKey } from '../http/idempotency-key.ts';
import { methodNotAllowed } from '../http/methods.ts';
import { problemResponse } from '../http/problem.ts';
import { type ApiPath, collectionNamed, parseApiPath } from './api-path.ts';
import { withForeignKey } from './body/foreign-key.ts';
import type { JsonObject } from './body/json-object.ts';
import { readObject } from './body/request-object.ts';
import { validateDocument } from './body/validate.ts';
import type { DocumentService } from './document-service.ts';
import type { ListQuery, Selection } from './query/list-query.ts';
import { nestedKey, nestedQuery } from './query/nested-list.ts';
import { parseListQuery, parseSelection } from './query/parse.ts';
import { readCaching } from './read-caching.ts';
import {
  createdResponse,
  deletedResponse,
  documentResponse,
  listResponse,
  writtenResponse,
} from './responses.ts';
import type { Collection } from './schema/collection.ts';
import { createDocument, createDocumentAt } from './store/create.ts';
import { deleteDocument } from './store/delete.ts';
import { createDocumentOnce } from './store/idempotency.ts';
import { mergeDocument } from './store/merge.ts';
import type { Precondition } from './store/precondition.ts';
import { readDocument, readId, readList } from './store/read.ts';
import { replaceDocument } from './store/replace.ts';
import { documentMissing, type WrittenDocument } from './store/statements.ts';

/** `GET /api/{collection}` */
export async function getList(request: Request, service: DocumentService): Promise<Response> {
  const { url, collection } = parseApiPath(request, service.collections);
  await authorizeRead(request, service, [collection]);
  const query = parseListQuery(url.searchParams, collection, service.collections);
  return respondWithList(request, service, { url, collection }, query);
}

/** `GET /api/{parent}/{id}/{collection}`: the documents of a collection that refer to one of its parent. */
export async function getNestedList(request: Request, service: DocumentService): Promise<Response> {
  const { url, collection: parent, id, children } = parseApiPath(request, service.collections);
  const collection = collectionNamed(children, service.collections);
  await authorizeRead(request, service, [collection]);
  const query = nestedQuery(url.searchParams, { parent, id }, collection, service.collections);
  return respondWithList(request, service, { url, collection }, query);
}

/** `GET /api/{collection}/{id}` */
export async function getDocument(request: Request, service: DocumentService): Promise<Response> {
  const path = parseApiPath(request, service.collections);
  await authorizeRead(request, service, [path.collection]);
  const selection = parseSelection(path.url.searchParams, path.collection, service.collections);
  return respondWithDocument(request, service, path, selection);
}

/** Some fields of a document, for a route of its own. 404 when there is no such collection, or `ids` does not match. */
export async function getFields(
  request: Request,
  service: DocumentService,
  { name, id, ids, fields }: { name: string; id: string; ids: RegExp; fields: readonly string[] },
): Promise<Response> {
  const collection = collectionNamed(name, service.collections);
  await authorizeRead(request, service, [collection]);
  if (!ids.test(id)) throw documentMissing(collection, id);
  const path = { url: new URL(request.url), collection, id };
  return respondWithDocument(request, service, path, { fields, relations: { embed: [], expand: [] } });
}

/** `POST /api/{collection}` */
export async function postDocument(request: Request, service: DocumentService): Promise<Response> {
  const { url, collection } = parseApiPath(request, service.collections);
  const document = await write(request, service, collection, async () => {
    const { object, text } = await readObject(request, collection, service.collections);
    return create(request, service, collection, object, text);
  });
  return createdResponse(url, collection, document);
}

/** `POST /api/{parent}/{id}/{collection}`: creates a document that refers to the parent. */
export async function postNestedDocument(request: Request, service: DocumentService): Promise<Response> {
  const { url, collection: parent, id, children } = parseApiPath(request, service.collections);
  const collection = collectionNamed(children, service.collections);
  const key = nestedKey(parent, collection).path.join('.');
  const document = await write(request, service, collection, async () => {
    const { object, text } = await readObject(request, collection, service.collections);
    const parentId = await readId(service.database, parent, id);
    if (parentId === null) throw documentMissing(parent, id);
    return create(request, service, collection, withForeignKey(object, key, parentId), url.pathname + text);
  });
  return createdResponse(url, collection, document);
}

/** `PUT /api/{collection}/{id}`: replaces a document; with `If-None-Match: *`, creates it. */
export async function putDocument(request: Request, service: DocumentService): Promise<Response> {
  const { url, collection, id } = parseApiPath(request, service.collections);
  const precondition = preconditionOf(request);
  const isCreation = precondition.ifNoneMatch === 'any';
  const document = await write(request, service, collection, async () => {
    const { object } = await readObject(request, collection, service.collections);
    const valid = validateDocument(object, collection);
    return isCreation
      ? createDocumentAt(service.database, collection, id, valid)
      : replaceDocument(service.database, collection, id, valid, precondition);
  });
  return isCreation ? createdResponse(url, collection, document) : writtenResponse(document);
}

/** `PATCH /api/{collection}/{id}`: a JSON Merge Patch (RFC 7396). */
export async function patchDocument(request: Request, service: DocumentService): Promise<Response> {
  const { collection, id } = parseApiPath(request, service.collections);
  const document = await write(request, service, collection, async () => {
    const { object } = await readObject(request, collection, service.collections);
    return mergeDocument(service.database, collection, id, object, preconditionOf(request));
  });
  return writtenResponse(document);
}

/** `DELETE /api/{collection}/{id}` */
export async function removeDocument(request: Request, service: DocumentService): Promise<Response> {
  const { collection, id } = parseApiPath(request, service.collections);
  const document = await write(request, service, collection, () =>
    deleteDocument(service.database, collection, id, preconditionOf(request)),
  );
  return deletedResponse(document);
}

/** Any other method: 405, or 404 for an unknown collection. */
export function refuseMethod(request: Request, service: DocumentService, methods: readonly string[]): never {
  parseApiPath(request, service.collections);
  throw methodNotAllowed(request.method, methods);
}

/** Every write passes through here: authorised before it, and purged before its response. */
async function write(
  request: Request,
  { authorize, cache }: DocumentService,
  collection: Collection,
  store: () => Promise<WrittenDocument>,
): Promise<WrittenDocument> {
  await authorize(request);
  const document = await store();
  await cache.purge(writtenTags(collection.name, document.id));
  return document;
}

/** Creates a document; with an `Idempotency-Key`, once per `content`. */
async function create(
  { headers }: Request,
  { database, now }: DocumentService,
  collection: Collection,
  object: JsonObject,
  content: string,
): Promise<WrittenDocument> {
  const key = idempotencyKey(headers);
  const valid = validateDocument(object, collection);
  if (key === null) return createDocument(database, collection, valid);
  const once = { key, fingerprint: await fingerprint(content) };
  return createDocumentOnce(database, collection, valid, once, now());
}

async function respondWithList(
  request: Request,
  service: DocumentService,
  { url, collection }: Pick<ApiPath, 'url' | 'collection'>,
  query: ListQuery,
): Promise<Response> {
  const related = relatedTo(query);
  await authorizeRead(request, service, related);
  const { ifNoneMatch } = readConditions(request.headers);
  const list = await readList(service.database, collection, query, ifNoneMatch ?? []);
  service.cache.as(...readCaching('documents', collectionTag(collection.name), collection, related));
  return listResponse(url, query, list);
}

async function respondWithDocument(
  request: Request,
  service: DocumentService,
  { url, collection, id }: Pick<ApiPath, 'url' | 'collection' | 'id'>,
  selection: Selection,
): Promise<Response> {
  const related = relatedTo(selection);
  await authorizeRead(request, service, related);
  const conditions = readConditions(request.headers);
  const known = conditions.ifNoneMatch ?? [];
  const document = await readDocument(service.database, collection, id, selection, known);
  const kind = document === null ? 'missingDocument' : 'documents';
  service.cache.as(...readCaching(kind, documentTag(collection.name, id), collection, related));
  // Returned, not thrown: a missing document is cached, an error is not.
  return document === null
    ? problemResponse(documentMissing(collection, id), url.pathname)
    : documentResponse(conditions, document);
}

/** Requires the token if any of the collections is private. */
async function authorizeRead(
  request: Request,
  { authorize }: DocumentService,
  collections: readonly Collection[],
): Promise<void> {
  if (collections.some(({ access }) => access === 'private')) await authorize(request);
}

/** The collections that a response shows besides its own. */
function relatedTo({ relations: { embed, expand } }: Selection): Collection[] {
  return [...embed, ...expand].map(({ collection }) => collection);
}

function preconditionOf({ headers }: Request): Precondition {
  return {
    ifMatch: parseEntityTags(headers.get('if-match')),
    ifNoneMatch: parseEntityTags(headers.get('if-none-match')),
  };
}
