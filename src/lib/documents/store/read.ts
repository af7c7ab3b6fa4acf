import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { ListQuery, Selection, Window } from '../query/list-query.ts';
import { MAX_LIMIT } from '../query/window.ts';
import type { Collection } from '../schema/collection.ts';
import { type Database, runBatch } from './database.ts';
import {
  bodyWithRelated,
  groupByKey,
  keysOf,
  type OwnerRow,
  type RelatedRow,
  relatedCollections,
  relatedStatements,
  relationNames,
} from './related.ts';
import { canUseIndex, conditionOf, searchCondition } from './sql/condition.ts';
import { bodyWithout, onlyFields } from './sql/field-value.ts';
import { nameLiteral } from './sql/name-literal.ts';
import { orderOf } from './sql/order.ts';
import { isSearchable } from './sql/substring.ts';
import {
  FIRST_STATE,
  isUnknown,
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
  const owner = sql`FROM documents AS d WHERE d.collection = ${nameLiteral(collection.name)} AND d.id = ${id}`;
  const state = stateOfRow('d', relatedCollections(relations));
  const gate = isUnknown(sql`SELECT ${state} ${owner}`, known);
  const document = sql`SELECT ${state} AS state, d.modified, d.id, ${projection(selection)} AS body,
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
    sql`SELECT d.body -> '$.id' AS id FROM documents AS d
      WHERE d.collection = ${nameLiteral(collection.name)} AND d.id = ${id}`,
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
  const gate = isUnknown(stateOfList(collection.name, names), known);
  const matching = matches(collection, query);
  const total = totalOf(collection, query);
  const state = stateOfRow('c', names);
  const head = sql`SELECT ${state} AS state, CASE WHEN ${isUnknown(state, known)} THEN ${total} END AS total
    FROM collections AS c WHERE c.name = ${nameLiteral(collection.name)}`;
  const page = sql`FROM documents AS d WHERE ${matching}
    ORDER BY ${orderOf(query)} ${limitOf(query.window, total, gate)}`;
  const documents = sql`SELECT d.id, ${projection(query)} AS body, ${keysOf(relations)} AS keys ${page}`;
  const [first, owners, ...related] = await runBatch<
    [{ state: StateTag; total: number | null }, OwnerRow, ...RelatedRow[]]
  >(db, [head, documents, ...relatedStatements(relations, page, gate)]);

  const [found = { state: FIRST_STATE, total: known.includes(FIRST_STATE) ? null : 0 }] = first.rows;
  if (found.total === null) return { state: found.state, body: null, total: 0 };
  const groups = related.map(({ rows }) => groupByKey(rows));
  const bodies = owners.rows.map((owner) => bodyWithRelated(relations, owner, groups));
  return { state: found.state, body: `[${bodies.join(',')}]`, total: found.total };
}

function matches(collection: Collection, { filters, search }: ListQuery): Sql {
  const conditions = [
    sql`d.collection = ${nameLiteral(collection.name)}`,
    ...filters.map((filter) => conditionOf(filter, collection.name)),
    ...(search === null ? [] : [searchCondition(search, collection.name)]),
  ];
  return join(conditions, ' AND ');
}

/** The number of matching documents. Without filters it is the collection's counter. */
function totalOf(collection: Collection, query: ListQuery): Sql {
  if (query.filters.length === 0 && query.search === null) {
    return sql`(SELECT documents FROM collections WHERE name = ${nameLiteral(collection.name)})`;
  }
  // A full scan reads documents in the order of the table. SQLite considers any index that begins with the collection
  // equally good, but each next row is then on another page, which is 4 times as slow.
  const order = raw(scansAll(query) ? 'INDEXED BY documents_in_order' : '');
  return sql`(SELECT count(*) FROM documents AS d ${order} WHERE ${matches(collection, query)})`;
}

function scansAll({ filters, search }: ListQuery): boolean {
  return !filters.some(canUseIndex) && (search === null || !isSearchable(search));
}

/**
 * A window as LIMIT and OFFSET. Bounds that count from the end need the total. The gate stands in the LIMIT because
 * SQLite evaluates a limit once, and a condition for every row.
 */
function limitOf(window: Window, total: Sql, gate: Sql): Sql {
  const { count, offset } = boundsOf(window, total);
  return sql`LIMIT CASE WHEN ${gate} THEN ${count} ELSE 0 END OFFSET ${offset}`;
}

function boundsOf(window: Window, total: Sql): { count: Sql; offset: Sql } {
  if (window.kind === 'page') {
    return { count: sql`${window.limit}`, offset: sql`${(window.page - 1) * window.limit}` };
  }
  const { start, end } = window;
  if (start >= 0 && end >= 0) return { count: sql`${Math.max(end - start, 0)}`, offset: sql`${start}` };
  const [from, to] = [start, end].map((bound) =>
    bound < 0 ? sql`max(${total} + ${bound}, 0)` : sql`${bound}`,
  );
  return { count: sql`min(max(${to} - ${from}, 0), ${MAX_LIMIT})`, offset: sql`${from}` };
}

/** The selected members of a document, without those whose names relations use. */
function projection({ relations, fields }: Selection): Sql {
  const taken = relationNames(relations);
  return fields === null ? bodyWithout(taken) : onlyFields(fields.filter((name) => !taken.includes(name)));
}
