import sql, { raw, type Sql } from 'sql-template-tag';
import { Problem } from '../../http/problem.ts';
import { mergePatch } from '../body/merge-patch.ts';
import { checkDocument, checkId, type SentDocument } from '../body/validate.ts';
import type { Collection } from '../schema/collection.ts';
import { type Database, runBatch } from './database.ts';
import { type Precondition, preconditionFailed, preconditionHolds } from './precondition.ts';
import type { StoredDocument } from './read.ts';
import { nameLiteral } from './sql/name-literal.ts';
import { type StateTag, stateOfRow } from './state.ts';

/** A document as it now is, with its id as text. */
export interface WrittenDocument extends StoredDocument {
  id: string;
}

/** `null`: no document of this id. `stale`: it is there, in a state that the precondition excludes. */
export type WriteResult = { document: WrittenDocument } | { stale: StateTag } | null;

/** As SQL: a bound number would make a fraction of the id. */
const GREATEST_ID = raw(String(Number.MAX_SAFE_INTEGER));

/** How often a merge begins again because somebody else changed the document meanwhile. */
const MERGE_ATTEMPTS = 100;

/**
 * Stores a new document, under its own id or under the next number.
 *
 * @throws Problem 409 when the id is taken
 */
export async function createDocument(
  db: Database,
  collection: Collection,
  sent: SentDocument,
): Promise<WrittenDocument> {
  const [inserted, written] = await runBatch<[{ id: string }, WrittenDocument]>(db, [
    insertion(collection, sent, sql`TRUE`),
    newest(collection),
  ]);
  const [document] = written.rows;
  if (inserted.rows.length === 0 || document === undefined) throw idTaken(collection, sent);
  return document;
}

/**
 * Stores a new document under an id that a URL names: as a number where it reads like one.
 *
 * @throws Problem 412 when it is there already, 422 when it cannot be an id
 */
export async function createDocumentAt(
  db: Database,
  collection: Collection,
  id: string,
  { text }: SentDocument,
): Promise<WrittenDocument> {
  const isNumber = String(Number(id)) === id && Number.isSafeInteger(Number(id));
  const sent = { id: checkId(isNumber ? Number(id) : id), text };
  const [inserted, present] = await runBatch<[{ id: string }, WrittenDocument]>(db, [
    insertion(collection, sent, sql`TRUE`),
    document(isDocument(collection, id)),
  ]);
  const [found] = present.rows;
  if (inserted.rows.length === 0 || found === undefined) throw preconditionFailed(found?.state ?? null);
  return found;
}

/** Replaces a document but for its id. */
export async function replaceDocument(
  db: Database,
  collection: Collection,
  id: string,
  sent: SentDocument,
  precondition: Precondition,
): Promise<WriteResult> {
  const [updated, present] = await runBatch<[{ seq: number }, WrittenDocument]>(db, [
    sql`UPDATE documents AS d SET body = '{"id":' || (d.body -> '$.id') || ${membersAfterId(sent.text)}
      WHERE ${isDocument(collection, id)} AND ${preconditionHolds(precondition)} RETURNING seq`,
    document(sql`${isDocument(collection, id)}`),
  ]);
  return resultOf(updated.rows.length > 0, present.rows[0]);
}

/**
 * Merges a patch into a document (RFC 7396). What results is checked like a document that was sent, so it is read
 * first, and written if it has not changed meanwhile.
 *
 * @throws Problem 422 when the result is not valid, 503 when others write too often
 */
export async function mergeDocument(
  db: Database,
  collection: Collection,
  id: string,
  patch: unknown,
  precondition: Precondition,
): Promise<WriteResult> {
  const [before] = await runBatch<[WrittenDocument & { holds: 0 | 1 }]>(db, [
    document(isDocument(collection, id), sql`, ${preconditionHolds(precondition)} AS holds`),
  ]);
  const [first] = before.rows;
  if (first?.holds === 0) return { stale: first.state };
  let current: WrittenDocument | undefined = first;
  for (let attempt = 0; current !== undefined && attempt < MERGE_ATTEMPTS; attempt++) {
    const merged = mergePatch(JSON.parse(current.body), patch) as Record<string, unknown>;
    const sent = checkDocument({ ...merged, id: undefined }, collection);
    const unchanged = { ifMatch: [current.state], ifNoneMatch: null };
    const result = await replaceDocument(db, collection, id, sent, unchanged);
    if (result === null || 'document' in result) return result;
    if (precondition.ifMatch !== null && precondition.ifMatch !== 'any') return result;
    const again = await runBatch<[WrittenDocument]>(db, [document(isDocument(collection, id))]);
    [current] = again[0].rows;
  }
  if (current === undefined) return null;
  throw new Problem('database-busy', 'Other writes to this document keep coming first; try again.', {
    headers: { 'retry-after': '1' },
  });
}

/** Deletes a document, and answers it as it was. */
export async function deleteDocument(
  db: Database,
  collection: Collection,
  id: string,
  precondition: Precondition,
): Promise<WriteResult> {
  const [present, deleted] = await runBatch<[WrittenDocument, { seq: number }]>(db, [
    document(isDocument(collection, id)),
    sql`DELETE FROM documents AS d WHERE ${isDocument(collection, id)} AND ${preconditionHolds(precondition)}
      RETURNING seq`,
  ]);
  return resultOf(deleted.rows.length > 0, present.rows[0]);
}

/** An INSERT that answers a row when it stored one: not when the id is taken, nor when the condition is false. */
export function insertion(collection: Collection, { id, text }: SentDocument, condition: Sql): Sql {
  const name = nameLiteral(collection.name);
  const given =
    id === null
      ? sql`SELECT coalesce((SELECT min(last_id, ${GREATEST_ID} - 1) FROM collections WHERE name = ${name}), 0) + 1 AS id`
      : sql`SELECT ${JSON.stringify(id)} AS id`;
  const idText = id === null ? sql`CAST(new.id AS TEXT)` : sql`${String(id)}`;
  return sql`INSERT INTO documents (collection, id, body)
    SELECT ${name}, ${idText}, '{"id":' || new.id || ${membersAfterId(text)} FROM (${given}) AS new
    WHERE ${condition} AND NOT EXISTS (SELECT 1 FROM documents WHERE collection = ${name} AND id = ${idText})
    RETURNING id`;
}

/** The document that was inserted last. */
function newest(collection: Collection): Sql {
  return document(
    sql`d.seq = (SELECT max(seq) FROM documents WHERE collection = ${nameLiteral(collection.name)})`,
  );
}

export function idTaken(collection: Collection, { id }: SentDocument): Problem {
  const detail =
    id === null
      ? `No more automatic ids in ${collection.name}; send an id.`
      : `The id ${JSON.stringify(id)} is taken in ${collection.name}.`;
  return new Problem('id-taken', detail, { extensions: { errors: { id: detail } } });
}

function document(where: Sql, columns: Sql = sql``): Sql {
  return sql`SELECT d.id, ${stateOfRow('d', [])} AS state, d.body, d.modified ${columns}
    FROM documents AS d WHERE ${where}`;
}

function isDocument(collection: Collection, id: string): Sql {
  return sql`d.collection = ${nameLiteral(collection.name)} AND d.id = ${id}`;
}

/** What stands behind the id in a stored document, whose id comes first. */
function membersAfterId(text: string): string {
  return text === '{}' ? '}' : `,${text.slice(1)}`;
}

function resultOf(isWritten: boolean, present: WrittenDocument | undefined): WriteResult {
  if (present === undefined) return null;
  return isWritten ? { document: present } : { stale: present.state };
}

/** The document of a write, or the problem for there being none. */
export function expectWritten(
  result: WriteResult,
  collection: Collection,
  id: string,
  { ifMatch }: Precondition,
): WrittenDocument {
  if (result === null && ifMatch !== null) throw preconditionFailed(null);
  if (result === null) throw documentMissing(collection, id);
  if ('stale' in result) throw preconditionFailed(result.stale);
  return result.document;
}

export function documentMissing(collection: Collection, id: string): Problem {
  return new Problem('no-such-document', `There is no document ${JSON.stringify(id)} in ${collection.name}.`);
}
