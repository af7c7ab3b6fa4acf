import sql from 'sql-template-tag';
import type { Collection } from '../../schema/collection.ts';
import { type Database, runBatch } from '../d1/database.ts';
import { hasId } from '../sql/id.ts';
import { table } from '../sql/table-names.ts';
import { expectWritten, type Precondition, preconditionHolds } from './precondition.ts';
import { selectDocument, type WrittenDocument } from './write-statements.ts';

/**
 * Deletes a document and returns its last state.
 *
 * @throws Problem 404 when it does not exist, 412 when the precondition fails
 */
export async function deleteDocument(
  db: Database,
  collection: Collection,
  id: string,
  precondition: Precondition,
): Promise<WrittenDocument> {
  const [present, deleted] = await runBatch<[WrittenDocument, { seq: number }]>(db, [
    selectDocument(collection, id),
    sql`DELETE FROM ${table(collection)} AS d WHERE ${hasId(collection, id)} AND ${preconditionHolds(precondition)}
      RETURNING seq`,
  ]);
  return expectWritten(deleted.rows.length > 0, present.rows[0], { collection, id, precondition });
}
