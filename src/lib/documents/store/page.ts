import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { isEverything } from '../query/condition.ts';
import type { ListQuery, Selection, Window } from '../query/list-query.ts';
import { MAX_LIMIT } from '../query/window.ts';
import type { Collection } from '../schema/collection.ts';
import { relationNames } from './related.ts';
import { allOf } from './sql/balanced.ts';
import { canUseIndex, conditionOf, searchCondition } from './sql/condition.ts';
import { bodyWithout, onlyFields } from './sql/field-value.ts';
import { nameLiteral, table } from './sql/names.ts';
import { orderOf } from './sql/order.ts';
import { isSearchable } from './sql/substring.ts';
import { MAX_RESPONSE_BYTES, withinBytes } from './sql/within-bytes.ts';

/**
 * The `FROM` of the documents of the window, in order. Those of a short window are read at once. Otherwise their sizes
 * are read before them, which costs two rows more per document.
 */
export function pageOf(collection: Collection, query: ListQuery, total: Sql, gate: Sql): Sql {
  const { window, fields } = query;
  const page = sql`FROM ${table(collection)} AS d WHERE ${matches(collection, query)}
    ORDER BY ${orderOf(query)} ${limitOf(window, gate)}`;
  if (isShort(window)) return page;
  const counted = countsFromEnd(window)
    ? sql`WITH counted (total) AS MATERIALIZED (SELECT coalesce(${total}, 0))`
    : empty;
  const size = fields === null ? raw('d.body') : projection(query);
  return withinBytes(
    collection,
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

function matches(collection: Collection, { where, search }: ListQuery): Sql {
  const conditions = [
    ...(isEverything(where) ? [] : [conditionOf(where, collection)]),
    ...(search === null ? [] : [searchCondition(search, collection)]),
  ];
  return conditions.length === 0 ? raw('TRUE') : allOf(conditions);
}

/** The number of matching documents. Without filters it is the collection's counter. */
export function totalOf(collection: Collection, query: ListQuery): Sql {
  if (isEverything(query.where) && query.search === null) {
    return sql`(SELECT documents FROM _collections WHERE name = ${nameLiteral(collection.name)})`;
  }
  // A full scan reads documents in the order of the table. An index would visit the rows in another order.
  const order = raw(scansAll(query) ? 'NOT INDEXED' : '');
  return sql`(SELECT count(*) FROM ${table(collection)} AS d ${order} WHERE ${matches(collection, query)})`;
}

function scansAll({ where, search }: ListQuery): boolean {
  return !canUseIndex(where) && (search === null || !isSearchable(search));
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
export function projection({ relations, fields }: Selection): Sql {
  const taken = relationNames(relations);
  return fields === null ? bodyWithout(taken) : onlyFields(fields.filter((name) => !taken.includes(name)));
}
