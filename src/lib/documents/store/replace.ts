import type { ValidDocument } from '../body/validate.ts';
import type { Collection } from '../schema/collection.ts';
import { type Database, runBatch } from './database.ts';
import { expectWritten, type Precondition, preconditionHolds } from './precondition.ts';
import { isDocument, selectDocument, updateDocument, type WrittenDocument } from './statements.ts';

/**
 * Replaces a document except for its id.
 *
 * @throws Problem 404 when it does not exist, 412 when the precondition fails
 */
export async function replaceDocument(
  db: Database,
  collection: Collection,
  id: string,
  valid: ValidDocument,
  precondition: Precondition,
): Promise<WrittenDocument> {
  const [updated, present] = await runBatch<[{ seq: number }, WrittenDocument]>(db, [
    updateDocument(collection, id, valid.text, preconditionHolds(precondition)),
    selectDocument(isDocument(collection, id)),
  ]);
  return expectWritten(updated.rows.length > 0, present.rows[0], { collection, id, precondition });
}
