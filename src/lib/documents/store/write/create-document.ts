import { idFromPath } from '../../body/document-id.ts';
import type { ValidDocument } from '../../body/validate-document.ts';
import type { Collection } from '../../schema/collection.ts';
import { type Database, runBatch } from '../d1/database.ts';
import { preconditionFailed } from './precondition.ts';
import { idTaken, insertDocument, selectDocument, type WrittenDocument } from './write-statements.ts';

/**
 * Stores a new document under its own id, or under the next number.
 *
 * @throws Problem 409 when the id is taken
 */
export async function createDocument(
  db: Database,
  collection: Collection,
  valid: ValidDocument,
): Promise<WrittenDocument> {
  const [inserted] = await runBatch<[WrittenDocument]>(db, [insertDocument(collection, valid)]);
  const [document] = inserted.rows;
  if (document === undefined) throw idTaken(collection, valid);
  return document;
}

/**
 * Stores a new document under the id that a path names.
 *
 * @throws Problem 412 when the document exists, 422 when the path cannot be an id
 */
export async function createDocumentAt(
  db: Database,
  collection: Collection,
  id: string,
  valid: ValidDocument,
): Promise<WrittenDocument> {
  const [inserted, present] = await runBatch<[WrittenDocument, WrittenDocument]>(db, [
    insertDocument(collection, { ...valid, id: idFromPath(id) }),
    selectDocument(collection, id),
  ]);
  const [document] = inserted.rows;
  if (document === undefined) throw preconditionFailed(present.rows[0]?.state ?? null);
  return document;
}
