import sql from 'sql-template-tag';
import type { Collection } from '../../../schema/collection.ts';
import { type Database, runBatch } from '../../d1/database.ts';
import { table } from '../../sql/table-names.ts';
import type { ListedDocument } from './bulk-create.ts';
import { allNamedFit, expectNamed, isNamed, type NamedDocument, selectNamed } from './bulk-named.ts';

/**
 * Deletes documents, all or none, and returns their last states in the order of the ids.
 *
 * @throws Problem 404 when one does not exist, 413 when they are too many bytes for one response
 */
export async function deleteDocuments(
  db: Database,
  collection: Collection,
  ids: readonly string[],
): Promise<ListedDocument[]> {
  const [found] = await runBatch<[NamedDocument, never]>(db, [
    selectNamed(collection, ids),
    sql`DELETE FROM ${table(collection)} AS d WHERE ${isNamed(ids)} AND ${allNamedFit(collection, ids, 0)}`,
  ]);
  return expectNamed(collection, ids, found.rows);
}
