import sql, { raw, type Sql } from 'sql-template-tag';
import { byteLength } from '../../../../http/bytes.ts';
import type { JsonObject } from '../../../body/json-object.ts';
import { independentMembers } from '../../../body/merge/independent-members.ts';
import { mergedDocument } from '../../../body/merge/merged-document.ts';
import type { ValidDocument } from '../../../body/validate-document.ts';
import { validateEach } from '../../../body/validate-documents.ts';
import { MAX_DOCUMENT_BYTES } from '../../../limits.ts';
import type { Collection } from '../../../schema/collection.ts';
import { type Database, runBatch } from '../../d1/database.ts';
import { concat } from '../../sql/concat.ts';
import { nameLiteral, table } from '../../sql/table-names.ts';
import { stateOfRow } from '../../state-tag.ts';
import { MAX_ATTEMPTS, stillChanging } from '../change-document.ts';
import { changedPositions, columnValues, givenColumns } from '../column-values.ts';
import { bodyOf, jsonScalar, NOW, nextVersionAt, written } from '../write-statements.ts';
import type { ListedDocument } from './bulk-create.ts';
import { allNamedFit, expectNamed, isNamed, type NamedDocument, selectNamed } from './bulk-named.ts';
import { bodyInSql, partOfRow, rowsOf } from './bulk-rows.ts';

/** A document before and after a merge. */
interface Merge {
  state: string;
  /** SQLite updates rows in this order. */
  seq: number;
  /** As it is stored: a number or a string. */
  id: string | number;
  old: JsonObject;
  merged: ValidDocument;
}

/**
 * Merges one patch into documents, all or none, and returns them in the order of the ids. The database merges a patch
 * whose members the schema checks independently of the document.
 *
 * @throws Problem 404 when one does not exist, 422 when a result is not valid, 413 when they are too many bytes, 503
 * when one of them changes during each of five attempts
 */
export async function mergeDocuments(
  db: Database,
  collection: Collection,
  ids: readonly string[],
  patch: JsonObject,
): Promise<ListedDocument[]> {
  const members = independentMembers(patch, collection);
  const merged = members && (await mergeInPlace(db, collection, ids, members));
  if (merged) return merged;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const written = await mergeOnce(db, collection, ids, patch);
    if (written !== null) return written;
  }
  throw stillChanging('One of the documents');
}

/** Merges members by one statement. `null` when the documents could become too large. */
async function mergeInPlace(
  db: Database,
  collection: Collection,
  ids: readonly string[],
  members: JsonObject,
): Promise<ListedDocument[] | null> {
  const text = JSON.stringify(members);
  const more = byteLength(text);
  const [updated, found] = await runBatch<[ListedDocument, NamedDocument]>(db, [
    sql`UPDATE ${table(collection)} AS d
      SET body = json_patch(d.body, ${text}), version = ${nextVersionOf(collection)}, modified = ${NOW}
        ${concat(givenColumns(collection, members), ({ column, value }) => sql`, ${column} = ${jsonScalar(value)}`)}
      WHERE ${isNamed(ids)} AND ${allNamedFit(collection, ids, more)} AND NOT EXISTS (
        SELECT 1 FROM ${table(collection)} AS d WHERE ${isNamed(ids)} AND octet_length(d.body) + ${more} > ${MAX_DOCUMENT_BYTES}
      )
      RETURNING ${written(collection)}`,
    sql`SELECT CAST(d.id AS TEXT) AS id, '' AS state, d.seq, '' AS body FROM ${table(collection)} AS d WHERE ${isNamed(ids)}`,
  ]);
  expectNamed(collection, ids, found.rows);
  if (updated.rows.length === 0) return null;
  const byId = new Map(updated.rows.map(({ id, body }) => [id, body]));
  return ids.map((id) => ({ id, body: byId.get(id) ?? '' }));
}

/** The version of the row `d` after an UPDATE of several. Because of `d.seq`, SQLite evaluates it for each row. */
function nextVersionOf({ name }: Collection): Sql {
  return sql`(SELECT version + 1 + 0 * d.seq FROM _collections WHERE name = ${nameLiteral(name)})`;
}

/** Reads, merges and writes the documents. `null` when one of them has changed meanwhile. */
async function mergeOnce(
  db: Database,
  collection: Collection,
  ids: readonly string[],
  patch: JsonObject,
): Promise<ListedDocument[] | null> {
  const [found] = await runBatch<[NamedDocument]>(db, [selectNamed(collection, ids)]);
  const before = expectNamed(collection, ids, found.rows).map(({ state, seq, body }) => {
    const old: JsonObject & { id: string | number } = JSON.parse(body);
    return { state, seq, id: old.id, old };
  });
  const documents = validateEach(
    before,
    ({ old }) => mergedDocument(old, patch, collection),
    (indexes) =>
      `The documents ${indexes.map((i) => JSON.stringify(ids[i])).join(', ')} would not be valid; none is changed.`,
  );
  const merges = before.flatMap((document, i) => {
    const merged = documents[i];
    return merged === undefined ? [] : [{ ...document, merged }];
  });
  const [first] = await runBatch<{ seq: number }[]>(
    db,
    updatesOf(
      collection,
      merges.toSorted((one, other) => one.seq - other.seq),
    ),
  );
  if (first === undefined || first.rows.length === 0) return null;
  return merges.map(({ id, merged }) => ({ id: String(id), body: bodyOf(id, merged.text) }));
}

/** UPDATEs of documents that have not changed since. They name only columns whose value changes in any document. */
function updatesOf(collection: Collection, merges: readonly Merge[]): Sql[] {
  const all = columnValues(collection, {});
  const changed = [
    ...new Set(merges.flatMap(({ old, merged }) => changedPositions(collection, old, merged.members))),
  ];
  const states = merges.map(({ id, state }) => [id, state]);
  const isUnchanged = sql`(
    SELECT count(*) = ${merges.length} FROM json_each(${JSON.stringify(states)}) AS known
    CROSS JOIN ${table(collection)} AS d ON d.id = (known.value ->> '$[0]')
    WHERE ${stateOfRow('d', [])} = known.value ->> '$[1]'
  )`;
  const chunks = rowsOf(
    collection,
    merges.map(({ merged }) => merged),
    merges.map(({ id }) => JSON.stringify(id)),
    changed,
  );
  // changes() counts the rows of the UPDATE before.
  return chunks.map(
    (rows, i) => sql`UPDATE ${table(collection)} AS d
      SET body = ${bodyInSql(raw('d.id'), raw('new.members'))}, version = ${nextVersionAt(collection, raw('new.key'))}, modified = ${NOW}
        ${concat(changed, (position) => sql`, ${all[position]?.column ?? raw('body')} = ${partOfRow(raw('new.item'), changed.indexOf(position) + 2)}`)}
      FROM (
        SELECT key, ${partOfRow(raw('value'), 0)} AS id, ${partOfRow(raw('value'), 1)} AS members, value AS item FROM json_each(${rows})
      ) AS new
      WHERE d.id = new.id AND ${i === 0 ? isUnchanged : raw('changes() > 0')} RETURNING seq`,
  );
}
