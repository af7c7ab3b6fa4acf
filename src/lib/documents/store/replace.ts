import type { ValidDocument } from '../body/validate.ts';
import type { Collection } from '../schema/collection.ts';
import { type Database, runBatch } from './database.ts';
import { type Precondition, preconditionFailed, preconditionHolds } from './precondition.ts';
import {
  documentMissing,
  isDocument,
  selectDocument,
  updateDocument,
  type WrittenDocument,
} from './statements.ts';

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

/**
 * The document of a write to an existing one.
 *
 * @param isWritten whether the write happened
 * @param present the document, if it exists
 * @throws Problem 404 when it does not exist, 412 when the precondition failed
 */
export function expectWritten(
  isWritten: boolean,
  present: WrittenDocument | undefined,
  { collection, id, precondition }: { collection: Collection; id: string; precondition: Precondition },
): WrittenDocument {
  if (present === undefined) {
    throw precondition.ifMatch === null ? documentMissing(collection, id) : preconditionFailed(null);
  }
  if (!isWritten) throw preconditionFailed(present.state);
  return present;
}
