import { idFromPath } from '../../body/document-id.ts';
import type { ValidDocument } from '../../body/validate-document.ts';
import type { Collection } from '../../schema/collection.ts';
import { SINGLETON_ID } from '../../schema/reserved-names.ts';
import { type Database, runBatch } from '../d1/database.ts';
import type { Precondition } from './precondition.ts';
import { replaceDocument } from './replace-document.ts';
import { insertDocument, type WrittenDocument } from './write-statements.ts';

/**
 * Stores the document of a singleton: creates it if there is none, else replaces it.
 *
 * @throws Problem as `replaceDocument`; 412 without a document when `If-Match` requires one
 */
export async function storeSingleton(
  db: Database,
  collection: Collection,
  valid: ValidDocument,
  precondition: Precondition,
): Promise<WrittenDocument & { isCreated: boolean }> {
  const created = precondition.ifMatch === null ? await createSingleton(db, collection, valid) : null;
  if (created !== null) return { ...created, isCreated: true };
  const replaced = await replaceDocument(db, collection, SINGLETON_ID, valid, precondition);
  return { ...replaced, isCreated: false };
}

/** The new document, or `null` when there is one already. */
async function createSingleton(
  db: Database,
  collection: Collection,
  valid: ValidDocument,
): Promise<WrittenDocument | null> {
  const [inserted] = await runBatch<[WrittenDocument]>(db, [
    insertDocument(collection, { ...valid, id: idFromPath(SINGLETON_ID) }),
  ]);
  return inserted.rows[0] ?? null;
}
