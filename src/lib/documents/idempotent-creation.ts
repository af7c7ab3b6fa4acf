import { fingerprint } from '../http/digest.ts';
import { idempotencyKey } from '../http/request/idempotency-key.ts';
import type { ApiPath } from './api-path.ts';
import type { JsonObject } from './body/json-object.ts';
import { validateDocument } from './body/validate-document.ts';
import { validateDocuments } from './body/validate-documents.ts';
import type { DocumentService } from './document-service.ts';
import type { Collection } from './schema/collection.ts';
import { createDocuments, type ListedDocument } from './store/write/bulk/bulk-create.ts';
import { createDocument } from './store/write/create-document.ts';
import { createDocumentOnce, type IdempotencyKey, type Replay } from './store/write/idempotency.ts';
import type { WrittenDocument } from './store/write/write-statements.ts';

/**
 * Creates a document; with an `Idempotency-Key`, once per `content`.
 *
 * @throws Problem 400 for an invalid key, 409 when the id is taken, 413 or 422 for an invalid document, 422 when the key
 * was used with another content
 */
export async function create(
  { headers }: Request,
  { database, now }: DocumentService,
  collection: Collection,
  object: JsonObject,
  content: string,
): Promise<WrittenDocument & Replay> {
  const once = await onceOf(headers, content);
  const valid = validateDocument(object, collection);
  return once === null
    ? { ...(await createDocument(database, collection, valid)), isReplay: false }
    : createDocumentOnce(database, collection, valid, once, now());
}

/**
 * Creates the documents of a list, all or none; with an `Idempotency-Key`, once per `content`.
 *
 * @throws Problem as `create`
 */
export async function createMany(
  { headers }: Request,
  { database, now }: DocumentService,
  { collection, collections }: Pick<ApiPath, 'collection' | 'collections'>,
  values: readonly unknown[],
  content: string,
): Promise<Replay & { documents: ListedDocument[] }> {
  const once = await onceOf(headers, content);
  const valid = validateDocuments(values, collection, collections);
  return createDocuments(database, collection, valid, once, now());
}

/** The client's `Idempotency-Key` for this content, or `null`. */
async function onceOf(headers: Headers, content: string): Promise<IdempotencyKey | null> {
  const key = idempotencyKey(headers);
  return key === null ? null : { key, fingerprint: await fingerprint(content) };
}
