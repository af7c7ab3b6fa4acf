import type { ValidDocument } from '../../body/validate-document.ts';
import type { Collection } from '../../schema/collection.ts';
import type { Database } from '../d1/database.ts';
import { changeDocument } from './change-document.ts';
import type { Precondition } from './precondition.ts';
import type { WrittenDocument } from './write-statements.ts';

/**
 * Replaces a document except for its id.
 *
 * @throws Problem as `changeDocument`
 */
export function replaceDocument(
  db: Database,
  collection: Collection,
  id: string,
  valid: ValidDocument,
  precondition: Precondition,
): Promise<WrittenDocument> {
  return changeDocument(db, collection, id, () => valid, precondition);
}
