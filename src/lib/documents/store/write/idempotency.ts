import sql, { raw, type Sql } from 'sql-template-tag';
import { Problem } from '../../../http/problem/problem.ts';
import type { ValidDocument } from '../../body/validate-document.ts';
import type { Collection } from '../../schema/collection.ts';
import { type Database, runBatch } from '../d1/database.ts';
import { nameLiteral, table } from '../sql/table-names.ts';
import { idTaken, insertDocument, type WrittenDocument } from './write-statements.ts';

/** A client's key for one creation, with the SHA-256 of the body in hexadecimal. */
export interface IdempotencyKey {
  key: string;
  fingerprint: string;
}

/** A document of the first result, and the fingerprint of the body that created it. */
export type RecalledDocument = WrittenDocument & Pick<IdempotencyKey, 'fingerprint'>;

/** Whether the key had a result before, so that nothing was stored now. */
export interface Replay {
  isReplay: boolean;
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
  once: IdempotencyKey,
  now: number,
): Promise<WrittenDocument & Replay> {
  const [, , remembered, results] = await runBatch<[never, WrittenDocument, never, RecalledDocument]>(db, [
    forgetOldResults(now),
    insertDocument(collection, valid, isUnused(collection, once)),
    remember(collection, once, 1, now),
    recall(collection, once),
  ]);
  const [first] = expectSameContent(results.rows, once);
  if (first === undefined) throw idTaken(collection, valid);
  return { ...first, isReplay: remembered.changes === 0 };
}

/** A DELETE of the results that are older than the lifetime of a key. */
export function forgetOldResults(now: number): Sql {
  return sql`DELETE FROM _idempotent_results WHERE created < ${now - KEY_LIFETIME_MS}`;
}

/** A condition: the key has no result yet. */
export function isUnused(collection: Collection, once: IdempotencyKey): Sql {
  return sql`NOT EXISTS (SELECT 1 FROM _idempotent_results WHERE ${isKey(collection, once)})`;
}

/**
 * An INSERT of the result of the INSERT before it. That one stored the last `count` documents or none: `changes()` counts
 * its rows.
 */
export function remember(
  collection: Collection,
  { key, fingerprint }: IdempotencyKey,
  count: number,
  now: number,
): Sql {
  return sql`INSERT INTO _idempotent_results (collection, key, seq, fingerprint, id, body, version, modified, created)
    SELECT ${nameLiteral(collection.name)}, ${key}, d.seq, ${fingerprint}, d.id, d.body, d.version, d.modified, ${now}
    FROM ${table(collection)} AS d
    WHERE changes() > 0 AND d.seq > (SELECT max(seq) FROM ${table(collection)}) - ${raw(String(count))}`;
}

/** A SELECT of the `RecalledDocument`s of a key, in their order. */
export function recall(collection: Collection, once: IdempotencyKey): Sql {
  return sql`SELECT CAST(id AS TEXT) AS id, fingerprint, body, modified, version || '-' || modified AS state
    FROM _idempotent_results WHERE ${isKey(collection, once)} ORDER BY seq`;
}

/**
 * The result of a key, which may be empty.
 *
 * @throws Problem 422 when the result is that of a different body
 */
export function expectSameContent(
  recalled: RecalledDocument[],
  { fingerprint }: IdempotencyKey,
): RecalledDocument[] {
  if (recalled.some((document) => document.fingerprint !== fingerprint)) {
    throw new Problem(
      'idempotency-key-reused',
      'This Idempotency-Key was already used with a different body.',
    );
  }
  return recalled;
}

function isKey({ name }: Collection, { key }: IdempotencyKey): Sql {
  return sql`collection = ${nameLiteral(name)} AND key = ${key}`;
}
