import sql from 'sql-template-tag';
import { Problem } from '../../http/problem.ts';
import type { SentDocument } from '../body/validate.ts';
import type { Collection } from '../schema/collection.ts';
import { type Database, runBatch } from './database.ts';
import { nameLiteral } from './sql/name-literal.ts';
import { idTaken, insertion, type WrittenDocument } from './write.ts';

/** A client's name for one creation, with the SHA-256 of the body it came with. */
export interface IdempotencyKey {
  key: string;
  fingerprint: string;
}

/** How long a key is remembered, in milliseconds. */
const LIFETIME = 24 * 60 * 60 * 1000;

/**
 * Stores a new document once: the same key with the same body answers the first result again
 * (draft-ietf-httpapi-idempotency-key-header).
 *
 * @param now milliseconds since 1970
 * @throws Problem 422 when the key came with another body, 409 when the document's id is taken
 */
export async function createDocumentOnce(
  db: Database,
  collection: Collection,
  sent: SentDocument,
  { key, fingerprint }: IdempotencyKey,
  now: number,
): Promise<WrittenDocument> {
  const isKey = sql`collection = ${nameLiteral(collection.name)} AND key = ${key}`;
  const [, , , results] = await runBatch<
    [never, { id: string }, never, WrittenDocument & { fingerprint: string }]
  >(db, [
    sql`DELETE FROM idempotent_results WHERE created < ${now - LIFETIME}`,
    insertion(collection, sent, sql`NOT EXISTS (SELECT 1 FROM idempotent_results WHERE ${isKey})`),
    // changes(): the insertion before stored a row.
    sql`INSERT INTO idempotent_results (collection, key, fingerprint, id, body, version, modified, created)
      SELECT d.collection, ${key}, ${fingerprint}, d.id, d.body, d.version, d.modified, ${now} FROM documents AS d
      WHERE changes() > 0 AND d.seq = (SELECT max(seq) FROM documents WHERE collection = ${nameLiteral(collection.name)})`,
    sql`SELECT id, fingerprint, body, modified, version || '-' || modified AS state
      FROM idempotent_results WHERE ${isKey}`,
  ]);
  const [first] = results.rows;
  if (first === undefined) throw idTaken(collection, sent);
  if (first.fingerprint !== fingerprint) {
    throw new Problem(
      'idempotency-key-reused',
      'This Idempotency-Key was already used with a different body.',
    );
  }
  return first;
}
