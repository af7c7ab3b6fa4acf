import sql from 'sql-template-tag';
import type { ListQuery, Selection } from '../query/list-query.ts';
import { type Part, partOf, WHOLE } from '../query/part.ts';
import type { Collection } from '../schema/collection.ts';
import { type Database, runBatch } from './database.ts';
import { pageOf, projection, totalOf } from './page.ts';
import {
  bodiesWithRelated,
  bodyWithRelated,
  groupByKey,
  keysOf,
  type OwnerRow,
  type RelatedRow,
  relatedCollections,
  relatedStatements,
} from './related.ts';
import { fromDocument } from './sql/id.ts';
import { nameLiteral } from './sql/names.ts';
import {
  FIRST_STATE,
  isNotStored,
  type KnownStates,
  type StateTag,
  stateOfList,
  stateOfRow,
} from './state-tag.ts';

export interface List {
  state: StateTag;
  /** The documents as one JSON array; `null` when the client has this state stored. */
  body: string | null;
  /** Number of matching documents, of which the window is a part. */
  total: number;
  /** The part of the window that the body contains. */
  part: Part;
}

export interface StoredDocument {
  state: StateTag;
  body: string;
  /** Time of the last change, in milliseconds since 1970. */
  modified: number;
}

/** A document of a response. With related documents, the time of the last change is unknown. */
export interface ReadDocument extends Omit<StoredDocument, 'modified'> {
  modified: number | null;
}

/**
 * Reads the document of this id with its selection, or `null`. One round trip. When the client has its state stored,
 * no related document is read.
 */
export async function readDocument(
  db: Database,
  collection: Collection,
  id: string,
  selection: Selection,
  known: KnownStates,
): Promise<ReadDocument | null> {
  const { relations } = selection;
  const owner = fromDocument(collection, id);
  const state = stateOfRow('d', relatedCollections(relations));
  const gate = isNotStored(sql`SELECT ${state} ${owner}`, known);
  const document = sql`SELECT ${state} AS state, d.modified, CAST(d.id AS TEXT) AS id, ${projection(selection)} AS body,
    ${keysOf(relations)} AS keys ${owner}`;
  const related = relatedStatements(relations, owner, gate);
  const [found, ...groups] = await runBatch<[OwnerRow & StoredDocument, ...RelatedRow[]]>(db, [
    document,
    ...related,
  ]);
  const [row] = found.rows;
  if (row === undefined) return null;
  const body = bodyWithRelated(
    relations,
    row,
    groups.map(({ rows }) => groupByKey(rows)),
  );
  return { state: row.state, modified: related.length === 0 ? row.modified : null, body };
}

/** The id of a document as it is stored, a number or a string, or `null` without the document. */
export async function readId(
  db: Database,
  collection: Collection,
  id: string,
): Promise<string | number | null> {
  const [found] = await runBatch<[{ id: string }]>(db, [
    sql`SELECT json_quote(d.id) AS id ${fromDocument(collection, id)}`,
  ]);
  const [row] = found.rows;
  return row === undefined ? null : JSON.parse(row.id);
}

/** Reads the list of a query in one round trip. When the client has its state stored, one row is read. */
export async function readList(
  db: Database,
  collection: Collection,
  query: ListQuery,
  known: KnownStates,
): Promise<List> {
  const { relations } = query;
  const names = relatedCollections(relations);
  const gate = isNotStored(stateOfList(collection.name, names), known);
  const total = totalOf(collection, query);
  const state = stateOfRow('c', names);
  const head = sql`SELECT ${state} AS state, CASE WHEN ${isNotStored(state, known)} THEN ${total} END AS total
    FROM _collections AS c WHERE c.name = ${nameLiteral(collection.name)}`;
  const page = pageOf(collection, query, total, gate);
  const documents = sql`SELECT CAST(d.id AS TEXT) AS id, ${projection(query)} AS body, ${keysOf(relations)} AS keys ${page}`;
  const [first, owners, ...related] = await runBatch<
    [{ state: StateTag; total: number | null }, OwnerRow, ...RelatedRow[]]
  >(db, [head, documents, ...relatedStatements(relations, page, gate)]);

  const [found = { state: FIRST_STATE, total: known.includes(FIRST_STATE) ? null : 0 }] = first.rows;
  if (found.total === null) return { state: found.state, body: null, total: 0, part: WHOLE };
  const groups = related.map(({ rows }) => groupByKey(rows));
  const bodies = bodiesWithRelated(relations, owners.rows, groups);
  const part = partOf(query.window, found.total, bodies.length);
  const body = `[${bodies.slice(0, part.length).join(',')}]`;
  return { state: found.state, body, total: found.total, part };
}
