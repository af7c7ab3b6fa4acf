import { writtenTags } from '../cache/tags.ts';
import { fingerprint } from '../http/digest.ts';
import { parseEntityTags } from '../http/entity-tag.ts';
import { idempotencyKey } from '../http/idempotency-key.ts';
import { collectionNamed, parseApiPath } from './api-path.ts';
import { withForeignKey } from './body/foreign-key.ts';
import type { JsonObject } from './body/json-object.ts';
import { readObject } from './body/request-object.ts';
import { validateDocument } from './body/validate.ts';
import type { DocumentService } from './document-service.ts';
import { nestedKey } from './query/nested-list.ts';
import { createdResponse, deletedResponse, writtenResponse } from './responses.ts';
import type { Collection } from './schema/collection.ts';
import { createDocument, createDocumentAt } from './store/create.ts';
import { deleteDocument } from './store/delete.ts';
import { createDocumentOnce } from './store/idempotency.ts';
import { mergeDocument } from './store/merge.ts';
import type { Precondition } from './store/precondition.ts';
import { readId } from './store/read.ts';
import { replaceDocument } from './store/replace.ts';
import { documentMissing, type WrittenDocument } from './store/statements.ts';

/** `POST /api/{collection}` */
export async function postDocument(request: Request, service: DocumentService): Promise<Response> {
  const { url, collection } = parseApiPath(service);
  const document = await write(request, service, collection, async () => {
    const { object, text } = await readObject(request, collection, service.collections);
    return create(request, service, collection, object, text);
  });
  return createdResponse(url, collection, document);
}

/** `POST /api/{parent}/{id}/{collection}`: creates a document that refers to the parent. */
export async function postNestedDocument(request: Request, service: DocumentService): Promise<Response> {
  const { url, collection: parent, id, children } = parseApiPath(service);
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
  const { url, collection, id } = parseApiPath(service);
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
  const { collection, id } = parseApiPath(service);
  const document = await write(request, service, collection, async () => {
    const { object } = await readObject(request, collection, service.collections);
    return mergeDocument(service.database, collection, id, object, preconditionOf(request));
  });
  return writtenResponse(document);
}

/** `DELETE /api/{collection}/{id}` */
export async function removeDocument(request: Request, service: DocumentService): Promise<Response> {
  const { collection, id } = parseApiPath(service);
  const document = await write(request, service, collection, () =>
    deleteDocument(service.database, collection, id, preconditionOf(request)),
  );
  return deletedResponse(document);
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

function preconditionOf({ headers }: Request): Precondition {
  return {
    ifMatch: parseEntityTags(headers.get('if-match')),
    ifNoneMatch: parseEntityTags(headers.get('if-none-match')),
  };
}
