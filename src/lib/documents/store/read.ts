import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { ListQuery, Selection, Window } from '../query/list-query.ts';
import { type Part, partOf, WHOLE } from '../query/part.ts';
import { MAX_LIMIT } from '../query/window.ts';
import type { Collection } from '../schema/collection.ts';
import { type Database, runBatch } from './database.ts';
import {
  bodiesWithRelated,
  bodyWithRelated,
  groupByKey,
  keysOf,
  type OwnerRow,
  type RelatedRow,
  relatedCollections,
  relatedStatements,
  relationNames,
} from './related.ts';
import { allOf } from './sql/balanced.ts';
import { canUseIndex, conditionOf, searchCondition } from './sql/condition.ts';
import { bodyWithout, onlyFields } from './sql/field-value.ts';
import { nameLiteral } from './sql/name-literal.ts';
import { orderOf } from './sql/order.ts';
import { isSearchable } from './sql/substring.ts';
import { MAX_RESPONSE_BYTES, withinBytes } from './sql/within-bytes.ts';
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
  const total = totalOf(collection, query);
  const state = stateOfRow('c', names);
  const head = sql`SELECT ${state} AS state, CASE WHEN ${isUnknown(state, known)} THEN ${total} END AS total
    FROM collections AS c WHERE c.name = ${nameLiteral(collection.name)}`;
  const page = pageOf(collection, query, total, gate);
  const documents = sql`SELECT d.id, ${projection(query)} AS body, ${keysOf(relations)} AS keys ${page}`;
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

/**
 * The `FROM` of the documents of the window, in order. Those of a short window are read at once. Otherwise their sizes
 * are read before them, which costs two rows more per document.
 */
function pageOf(collection: Collection, query: ListQuery, total: Sql, gate: Sql): Sql {
  const { window, fields } = query;
  const page = sql`FROM documents AS d WHERE ${matches(collection, query)}
    ORDER BY ${orderOf(query)} ${limitOf(window, gate)}`;
  if (isShort(window)) return page;
  const counted = countsFromEnd(window)
    ? sql`WITH counted (total) AS MATERIALIZED (SELECT coalesce(${total}, 0))`
    : empty;
  const size = fields === null ? raw('d.body') : projection(query);
  return withinBytes(
    sql`${counted} SELECT d.seq AS seq, octet_length(${size}) AS bytes ${page}`,
    MAX_RESPONSE_BYTES,
  );
}

/** Documents of at most 1 MiB that the Worker has memory for. */
const SHORT_WINDOW = 16;

function isShort(window: Window): boolean {
  if (window.kind === 'page') return window.limit <= SHORT_WINDOW;
  return !countsFromEnd(window) && window.end - window.start <= SHORT_WINDOW;
}

function countsFromEnd(window: Window): boolean {
  return window.kind === 'slice' && (window.start < 0 || window.end < 0);
}

function matches(collection: Collection, { filters, search }: ListQuery): Sql {
  const conditions = [
    sql`d.collection = ${nameLiteral(collection.name)}`,
    ...filters.map((filter) => conditionOf(filter, collection.name)),
    ...(search === null ? [] : [searchCondition(search, collection.name)]),
  ];
  return allOf(conditions);
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
 * A window as LIMIT and OFFSET. Bounds that count from the end need `counted`. The gate stands in the LIMIT because
 * SQLite evaluates a limit once, and a condition for every row.
 */
function limitOf(window: Window, gate: Sql): Sql {
  const { count, offset } = boundsOf(window);
  return sql`LIMIT CASE WHEN ${gate} THEN ${count} ELSE 0 END OFFSET ${offset}`;
}

function boundsOf(window: Window): { count: Sql; offset: Sql } {
  if (window.kind === 'page') {
    return { count: sql`${window.limit}`, offset: sql`${(window.page - 1) * window.limit}` };
  }
  const { start, end } = window;
  if (start >= 0 && end >= 0) return { count: sql`${Math.max(end - start, 0)}`, offset: sql`${start}` };
  const [from, to] = [start, end].map((bound) =>
    bound < 0 ? sql`max((SELECT total FROM counted) + ${bound}, 0)` : sql`${bound}`,
  );
  return { count: sql`min(max(${to} - ${from}, 0), ${MAX_LIMIT})`, offset: sql`${from}` };
}

/** The selected members of a document, without those whose names relations use. */
function projection({ relations, fields }: Selection): Sql {
  const taken = relationNames(relations);
  return fields === null ? bodyWithout(taken) : onlyFields(fields.filter((name) => !taken.includes(name)));
}
