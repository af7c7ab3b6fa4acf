import type { Action } from '../auth/access-rules.ts';
import { everyTag, writtenTags } from '../cache/tags.ts';
import { parseEntityTags } from '../http/entity-tag.ts';
import { Problem } from '../http/problem/problem.ts';
import { type ApiPath, collectionNamed, parseApiPath } from './api-path.ts';
import { authorize } from './authorize.ts';
import { withForeignKey } from './body/foreign-key.ts';
import { documentMerge } from './body/merge/document-merge.ts';
import { readDocuments } from './body/request/request-documents.ts';
import { readObject } from './body/request/request-object.ts';
import { validateDocument } from './body/validate-document.ts';
import {
  createdResponse,
  creationResponse,
  deletedResponse,
  writtenListResponse,
  writtenResponse,
} from './document-responses.ts';
import type { DocumentService } from './document-service.ts';
import { create, createMany } from './idempotent-creation.ts';
import { parseNamedIds } from './query/named-ids.ts';
import { nestedKey } from './query/nested-list.ts';
import { documentMissing } from './store/document-missing.ts';
import { readId } from './store/read/read-document.ts';
import { deleteDocuments } from './store/write/bulk/bulk-delete.ts';
import { mergeDocuments } from './store/write/bulk/bulk-merge.ts';
import { createDocumentAt } from './store/write/create-document.ts';
import { deleteDocument } from './store/write/delete-document.ts';
import { mergeDocument } from './store/write/merge-document.ts';
import type { Precondition } from './store/write/precondition.ts';
import { replaceDocument } from './store/write/replace-document.ts';
import { storeSingleton } from './store/write/store-singleton.ts';

/** `POST /api/{collection}` */
export async function postDocument(request: Request, service: DocumentService): Promise<Response> {
  const path = await parseApiPath(service, 'create');
  const { url, collection, collections } = path;
  const result = await write(request, service, path, 'create', async () => {
    const sent = await readDocuments(request, collection, collections);
    return 'values' in sent
      ? createMany(request, service, path, sent.values, sent.text)
      : create(request, service, collection, sent.object, sent.text);
  });
  return creationResponse(url, collection, result);
}

/** `PATCH /api/{collection}?id=1&id=2`: one JSON Merge Patch for several documents. */
export async function patchDocuments(request: Request, service: DocumentService): Promise<Response> {
  const path = await parseApiPath(service, 'update');
  const { collection, collections } = path;
  const documents = await write(request, service, path, 'update', async () => {
    refusePreconditions(request);
    const ids = parseNamedIds(path.parameters, collection);
    const { object } = await readObject(request, collection, collections);
    return mergeDocuments(service.database, collection, ids, documentMerge(object, collection));
  });
  return writtenListResponse(documents, 200);
}

/** `DELETE /api/{collection}?id=1&id=2` */
export async function removeDocuments(request: Request, service: DocumentService): Promise<Response> {
  const path = await parseApiPath(service, 'delete');
  const { collection } = path;
  const documents = await write(request, service, path, 'delete', async () => {
    refusePreconditions(request);
    return deleteDocuments(service.database, collection, parseNamedIds(path.parameters, collection));
  });
  return writtenListResponse(documents, 200);
}

/** `POST /api/{parent}/{id}/{collection}`: creates a document that refers to the parent. */
export async function postNestedDocument(request: Request, service: DocumentService): Promise<Response> {
  const path = await parseApiPath(service, 'read');
  const { url, collections, collection: parent, id } = path;
  const collection = collectionNamed(path.children, 'create', path, service);
  const key = nestedKey(parent, collection).path.join('.');
  const document = await write(request, service, { ...path, collection }, 'create', async () => {
    const { object, text } = await readObject(request, collection, collections);
    const parentId = await readId(service.database, parent, id);
    if (parentId === null) throw documentMissing(parent, id);
    return create(request, service, collection, withForeignKey(object, key, parentId), url.pathname + text);
  });
  return creationResponse(url, collection, document);
}

/** `PUT /api/{collection}/{id}`: replaces a document; with `If-None-Match: *`, creates it. */
export async function putDocument(request: Request, service: DocumentService): Promise<Response> {
  // It decides which action is authorised.
  const precondition = preconditionOf(request);
  const isCreation = precondition.ifNoneMatch === 'any';
  const action = isCreation ? 'create' : 'update';
  const path = await parseApiPath(service, action);
  const { url, collection, collections, id } = path;
  const document = await write(request, service, path, action, async () => {
    const { object } = await readObject(request, collection, collections);
    const valid = validateDocument(object, collection);
    return isCreation
      ? createDocumentAt(service.database, collection, id, valid)
      : replaceDocument(service.database, collection, id, valid, precondition);
  });
  return isCreation ? createdResponse(url, collection, document) : writtenResponse(document);
}

/** `PUT /api/{singleton}`: creates or replaces its document. */
export async function putSingleton(request: Request, service: DocumentService): Promise<Response> {
  // It decides which action is authorised.
  const precondition = preconditionOf(request);
  const action = precondition.ifNoneMatch === 'any' ? 'create' : 'update';
  const path = await parseApiPath(service, action);
  const { url, collection, collections } = path;
  const document = await write(request, service, path, action, async () => {
    const { object } = await readObject(request, collection, collections);
    return storeSingleton(service.database, collection, validateDocument(object, collection), precondition);
  });
  return document.isCreated ? createdResponse(url, collection, document) : writtenResponse(document);
}

/** `PATCH /api/{collection}/{id}`, `PATCH /api/{singleton}`: a JSON Merge Patch (RFC 7396). */
export async function patchDocument(request: Request, service: DocumentService): Promise<Response> {
  const path = await parseApiPath(service, 'update');
  const { collection, collections, id } = path;
  const document = await write(request, service, path, 'update', async () => {
    const { object } = await readObject(request, collection, collections);
    const precondition = preconditionOf(request);
    return mergeDocument(service.database, collection, id, documentMerge(object, collection), precondition);
  });
  return writtenResponse(document);
}

/** `DELETE /api/{collection}/{id}` */
export async function removeDocument(request: Request, service: DocumentService): Promise<Response> {
  const path = await parseApiPath(service, 'delete');
  const { collection, id } = path;
  const document = await write(request, service, path, 'delete', () =>
    deleteDocument(service.database, collection, id, preconditionOf(request)),
  );
  return deletedResponse(document);
}

type WrittenIds = { id: string } | readonly { id: string }[] | { documents: readonly { id: string }[] };

/**
 * Authorises, counts and executes a write, and purges its tags before the response. Every write passes through here. A
 * write that may have been executed purges its whole collection.
 */
async function write<Result extends WrittenIds>(
  request: Request,
  service: DocumentService,
  path: Pick<ApiPath, 'caller' | 'collection'>,
  action: Exclude<Action, 'read'>,
  store: () => Promise<Result>,
): Promise<Result> {
  const { caller, collection } = path;
  authorize(request, service, path, action, collection);
  await service.countWrite(caller);
  const result = await store().catch(async (error: unknown) => {
    if (isUnconfirmed(error)) await service.cache.purge(everyTag(collection.name));
    throw error;
  });
  await service.cache.purge(writtenTags(collection.name, idsOf(result)));
  return result;
}

function idsOf(written: WrittenIds): string[] {
  if ('id' in written) return [written.id];
  return ('documents' in written ? written.documents : written).map(({ id }) => id);
}

function isUnconfirmed(error: unknown): boolean {
  return error instanceof Problem && error.code === 'write-unconfirmed';
}

/**
 * Refuses `If-Match` and `If-None-Match`: an entity tag belongs to one document, so it cannot guard several.
 *
 * @throws Problem 400
 */
function refusePreconditions({ headers }: Request): void {
  for (const name of ['If-Match', 'If-None-Match']) {
    if (headers.has(name)) {
      throw new Problem(
        'bad-header',
        `${name} is not allowed in a write of several documents; write them one by one.`,
      );
    }
  }
}

function preconditionOf({ headers }: Request): Precondition {
  return {
    ifMatch: parseEntityTags(headers.get('if-match')),
    ifNoneMatch: parseEntityTags(headers.get('if-none-match')),
  };
}
