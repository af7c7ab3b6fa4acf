import sql from 'sql-template-tag';
import { Problem } from '../../http/problem.ts';
import type { JsonObject } from '../body/json-object.ts';
import { mergePatch } from '../body/merge-patch.ts';
import { validateDocument } from '../body/validate.ts';
import type { Collection } from '../schema/collection.ts';
import { type Database, runBatch } from './database.ts';
import { expectWritten, type Precondition, preconditionHolds } from './precondition.ts';
import { isDocument, selectDocument, updateDocument, type WrittenDocument } from './statements.ts';

/**
 * Maximum attempts. Each is one batch of two statements; the free plan allows 50 queries per request:
 * https://developers.cloudflare.com/d1/platform/limits/
 */
const MAX_ATTEMPTS = 5;

/** A document, and whether the precondition holds for it. */
type Row = WrittenDocument & { holds: 0 | 1 };

/**
 * Merges a patch into a document (RFC 7396). The result is validated like a document that a client sent, so the
 * document is read first, and written only if it has not changed since.
 *
 * @throws Problem 404 when it does not exist, 412 when the precondition fails, 422 when the result is not valid, 503
 * when the document changes during each of five attempts
 */
export async function mergeDocument(
  db: Database,
  collection: Collection,
  id: string,
  patch: JsonObject,
  precondition: Precondition,
): Promise<WrittenDocument> {
  const target = isDocument(collection, id);
  const select = selectDocument(target, sql`, ${preconditionHolds(precondition)} AS holds`);
  const [before] = await runBatch<[Row]>(db, [select]);
  let [found] = before.rows;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const current = expectWritten(found?.holds === 1, found, { collection, id, precondition });
    const { text } = validateDocument(merged(current, patch), collection);
    const isUnchanged = preconditionHolds({ ifMatch: [current.state], ifNoneMatch: null });
    const [updated, present] = await runBatch<[{ seq: number }, Row]>(db, [
      updateDocument(collection, id, text, isUnchanged),
      select,
    ]);
    [found] = present.rows;
    if (updated.rows.length > 0 && found !== undefined) return found;
  }
  throw new Problem(
    'database-busy',
    `The document changed during each of ${MAX_ATTEMPTS} attempts; try again.`,
    {
      headers: { 'retry-after': '1' },
    },
  );
}

/** The document with the patch applied. A document keeps its id. */
function merged({ body }: WrittenDocument, patch: JsonObject): JsonObject {
  return { ...(mergePatch(JSON.parse(body), patch) as JsonObject), id: undefined };
}
