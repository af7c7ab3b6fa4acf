import sql, { raw } from 'sql-template-tag';
import { Problem } from '../../../http/problem/problem.ts';
import type { JsonObject } from '../../body/json-object.ts';
import type { ValidDocument } from '../../body/validate-document.ts';
import type { Collection } from '../../schema/collection.ts';
import { type Database, runBatch } from '../d1/database.ts';
import { changedColumns } from './column-values.ts';
import { expectWritten, type Precondition, preconditionHolds } from './precondition.ts';
import { bodyWithMembers, selectDocument, updateDocument, type WrittenDocument } from './write-statements.ts';

/**
 * Maximum attempts. Each is one batch of two statements; the free plan allows 50 queries per request:
 * https://developers.cloudflare.com/d1/platform/limits/
 */
export const MAX_ATTEMPTS = 5;

/** A document, and whether the precondition holds for it. */
type Row = WrittenDocument & { holds: 0 | 1 };

/**
 * Replaces a document by the result of a function. The document is read first, and written only if it has not changed
 * since. This way, only the indexes of changed fields are written.
 *
 * @param next the new document; it may throw
 * @throws Problem 404 when it does not exist, 412 when the precondition fails, 503 when the document changes during
 * each of five attempts
 */
export async function changeDocument(
  db: Database,
  collection: Collection,
  id: string,
  next: (current: JsonObject) => ValidDocument,
  precondition: Precondition,
): Promise<WrittenDocument> {
  const select = selectDocument(collection, id, sql`, ${preconditionHolds(precondition)} AS holds`);
  const [before] = await runBatch<[Row]>(db, [select]);
  let [found] = before.rows;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const current = expectWritten(found?.holds === 1, found, { collection, id, precondition });
    const old: JsonObject = JSON.parse(current.body);
    const { text, members } = next(old);
    const change = {
      body: bodyWithMembers(text, raw('d.id')),
      changed: changedColumns(collection, old, members),
    };
    const isUnchanged = preconditionHolds({ ifMatch: [current.state], ifNoneMatch: null });
    const [updated, present] = await runBatch<[WrittenDocument, Row]>(db, [
      updateDocument(collection, id, change, isUnchanged),
      select,
    ]);
    const [document] = updated.rows;
    if (document !== undefined) return document;
    [found] = present.rows;
  }
  throw stillChanging('The document');
}

/** 503 when a document has changed during every attempt. */
export function stillChanging(what: string): Problem {
  return new Problem('database-busy', `${what} changed during each of ${MAX_ATTEMPTS} attempts; try again.`, {
    headers: { 'retry-after': '1' },
  });
}
