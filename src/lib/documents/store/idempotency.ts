import sql from 'sql-template-tag';
import { Problem } from '../../http/problem.ts';
import type { ValidDocument } from '../body/validate.ts';
import type { Collection } from '../schema/collection.ts';
import { type Database, runBatch } from './database.ts';
import { nameLiteral, table } from './sql/names.ts';
import { idTaken, insertDocument, type WrittenDocument } from './statements.ts';

/** A client's key for one creation, with the SHA-256 of the body in hexadecimal. */
export interface IdempotencyKey {
  key: string;
  fingerprint: string;
}

/** Milliseconds that a key is remembered: one day. */
const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000;

/**
 * Stores a new document once. The same key with the same body returns the first result again
 * (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/).
 *
 * @param now milliseconds since 1970
 * @throws Problem 422 when the key was used with a different body, 409 when the id is taken
 */
export async function createDocumentOnce(
  db: Database,
  collection: Collection,
  valid: ValidDocument,
  { key, fingerprint }: IdempotencyKey,
  now: number,
): Promise<WrittenDocument> {
  const isKey = sql`collection = ${nameLiteral(collection.name)} AND key = ${key}`;
  const [, , , results] = await runBatch<
    [never, WrittenDocument, never, WrittenDocument & { fingerprint: string }]
  >(db, [
    sql`DELETE FROM _idempotent_results WHERE created < ${now - KEY_LIFETIME_MS}`,
    insertDocument(collection, valid, sql`NOT EXISTS (SELECT 1 FROM _idempotent_results WHERE ${isKey})`),
    // changes() counts the rows of the INSERT before.
    sql`INSERT INTO _idempotent_results (collection, key, fingerprint, id, body, version, modified, created)
      SELECT ${nameLiteral(collection.name)}, ${key}, ${fingerprint}, d.id, d.body, d.version, d.modified, ${now} FROM ${table(collection)} AS d
      WHERE changes() > 0 AND d.seq = (SELECT max(seq) FROM ${table(collection)})`,
    sql`SELECT CAST(id AS TEXT) AS id, fingerprint, body, modified, version || '-' || modified AS state
      FROM _idempotent_results WHERE ${isKey}`,
  ]);
  const [first] = results.rows;
  if (first === undefined) throw idTaken(collection, valid);
  if (first.fingerprint !== fingerprint) {
    throw new Problem(
      'idempotency-key-reused',
      'This Idempotency-Key was already used with a different body.',
    );
  }
  return first;
}
