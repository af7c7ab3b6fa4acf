import sql from 'sql-template-tag';
import { idFromPath } from '../body/document-id.ts';
import type { ValidDocument } from '../body/validate.ts';
import type { Collection } from '../schema/collection.ts';
import { type Database, runBatch } from './database.ts';
import { preconditionFailed } from './precondition.ts';
import { nameLiteral } from './sql/name-literal.ts';
import { idTaken, insertDocument, isDocument, selectDocument, type WrittenDocument } from './statements.ts';

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
  const [inserted, written] = await runBatch<[{ id: string }, WrittenDocument]>(db, [
    insertDocument(collection, valid),
    selectDocument(
      sql`d.seq = (SELECT max(seq) FROM documents WHERE collection = ${nameLiteral(collection.name)})`,
    ),
  ]);
  const [document] = written.rows;
  if (inserted.rows.length === 0 || document === undefined) throw idTaken(collection, valid);
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
  { text }: ValidDocument,
): Promise<WrittenDocument> {
  const [inserted, present] = await runBatch<[{ id: string }, WrittenDocument]>(db, [
    insertDocument(collection, { id: idFromPath(id), text }),
    selectDocument(isDocument(collection, id)),
  ]);
  const [document] = present.rows;
  if (inserted.rows.length === 0 || document === undefined) {
    throw preconditionFailed(document?.state ?? null);
  }
  return document;
}
