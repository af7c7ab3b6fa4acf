import sql, { raw, type Sql } from 'sql-template-tag';
import { byteLength } from '../../../http/bytes.ts';
import { MAX_RESPONSE_BYTES } from '../../limits.ts';
import type { ListQuery, SortValue } from '../../query/list-query.ts';
import { keysOfOrder, LONGEST_VALUE } from '../../query/page/cursor.ts';
import type { Collection } from '../../schema/collection.ts';
import { findPage } from '../find/find-page.ts';
import { IS_READ, IS_SMALL, limitBySize, type Reader, stateOf } from '../find/list-state.ts';
import { bindWindow, isShort, longestOf, longestRead, READ, readsOneMore } from '../find/window-bounds.ts';
import { MAX_OWNERS_OF_LARGE } from '../list-bounds.ts';
import { keysOf, type RefusedRelation, relatedStatements } from '../related-documents.ts';
import { columnsOf } from '../sql/columns.ts';
import { concat } from '../sql/concat.ts';
import { fieldValue } from '../sql/field-value.ts';
import { inSequence } from '../sql/in-sequence.ts';
import { projection } from './projection.ts';
import { remembered, shapeOf } from './statement-shape.ts';

/** A row of the statement: the list itself (part 0), a document (1), or a document of a relation (from 2). */
export interface ListRow {
  part: number;
  /** The state of the list, or the id or key of a document. */
  key: string;
  body: string | null;
  /** `ListFacts`, the keys of a document, or the share of a related document. */
  more: string | number | null;
  /** The number of a document in the order of insertion, and its version. */
  seq: number;
  version: number;
  /** The values that a document is sorted by, each under `valueName`. A long text is cut. */
  [value: `value${number}`]: SortValue;
}

/** The column of a sort value, by the position of its key. */
export function valueName(position: number): `value${number}` {
  return `value${position}`;
}

/** What the database returns about a list, as JSON; `null` when the client has it stored. */
export interface ListFacts {
  /** Number of matches; with `isLarge`, at most one more than the limit of the count. `null` if they are not counted. */
  total: number | null;
  isLarge: 0 | 1;
  /** Why the list is refused; `null` when it is not. */
  refused: 'unindexed' | 'candidates' | 'items' | 'skipped' | 'lost' | 'whole' | RefusedRelation | null;
}

/**
 * The statement of a list. Without facts, the client has the list stored. The condition is evaluated once, and whether
 * the list is within its bounds is decided before its rows are read.
 */
export function listStatement(collection: Collection, query: ListQuery, reader: Reader): Sql {
  const shape = shapeOf(query, reader);
  const make = () => statementForWindows(collection, query, reader);
  return bindWindow(shape === null ? make() : remembered(collection, shape, make), query);
}

/** The statement of all lists that differ in the numbers of their windows only. */
function statementForWindows(collection: Collection, query: ListQuery, reader: Reader): Sql {
  const finding = findPage(collection, query);
  const { relations } = query;
  const facts = sql`CASE WHEN is_wanted THEN json_object('total', (SELECT total FROM counted), 'isLarge', NOT is_small,
    'refused', coalesce(relation, ${finding.refused})) END`;
  const keys = keysOfOrder(query.sort);
  const document = sql`SELECT 1 AS part, CAST(d.id AS TEXT) AS key, ${projection(collection, query)} AS body, ${keysOf(relations)} AS more,
    d.seq AS seq, d.version AS version ${concat(keys, ({ field }, i) => named(shortened(fieldValue(field)), i))}`;
  const noPlace = sql`, NULL AS seq, NULL AS version ${concat(keys, (_, i) => named(raw('NULL'), i))}`;
  const related = relatedStatements(relations, sql`FROM ${ownersOf(query)} AS d`, IS_READ);
  const isMaterialised = raw(related.length === 0 ? 'NOT MATERIALIZED' : 'MATERIALIZED');
  return sql`WITH
    c AS NOT MATERIALIZED (${stateOf(collection, relations, reader)}),
    ${finding.ctes},
    page AS ${isMaterialised} (${pageOf(collection, query, finding.page)})
    ${inSequence([
      sql`SELECT 0 AS part, state AS key, NULL AS body, ${facts} AS more ${noPlace} FROM c`,
      sql`${document} FROM page AS d`,
      ...related.map(
        (select, i) =>
          sql`SELECT ${raw(String(i + 2))} AS part, key, body, share AS more ${noPlace} FROM (${select})`,
      ),
    ])}`;
}

function named(value: Sql, position: number): Sql {
  return sql`, ${value} AS ${raw(valueName(position))}`;
}

/** SQL of a value. A text that is too long for a cursor is cut. */
function shortened(value: Sql): Sql {
  return sql`(SELECT CASE typeof(v) WHEN 'text' THEN substr(v, 1, ${LONGEST_VALUE}) ELSE v END FROM (SELECT ${value} AS v))`;
}

/** The documents of the page whose relations are read. */
function ownersOf(query: ListQuery): Sql {
  return readsOneMore(query) ? sql`(SELECT * FROM page LIMIT ${longestOf(query.window)})` : raw('page');
}

/**
 * The rows of the page. If documents of the greatest size could exceed the bytes of a response, the sizes of a longer
 * page are summed, which reads two rows more per document, and the page ends early.
 */
function pageOf(collection: Collection, query: ListQuery, select: (gate: Sql) => Sql): Sql {
  const isWholeBody = query.fields === null && ownersPerPage(query) === null;
  const size = sql`octet_length(${isWholeBody ? raw('d.body') : projection(collection, query)})`;
  const longest = longestRead(query);
  const most = ownersPerPage(query);
  const limited = (rows: Sql) =>
    most === null || longest <= most
      ? rows
      : sql`SELECT * FROM (${rows}) LIMIT CASE WHEN ${IS_SMALL} THEN -1 ELSE ${most} END`;
  if (isShort(query)) return limited(select(IS_READ));
  const isLight = sql`(SELECT largest FROM c) * ${READ} <= ${MAX_RESPONSE_BYTES}`;
  const columns = columnsOf(collection);
  const summed = sql`SELECT d.*, sum(${size}) OVER (ROWS UNBOUNDED PRECEDING) AS upto
    FROM (${select(sql`(${IS_READ} AND NOT ${isLight})`)}) AS d LIMIT ${limitBySize(MAX_SUMMED)}`;
  return limited(sql`SELECT * FROM (${select(sql`(${IS_READ} AND ${isLight})`)})
    UNION ALL SELECT ${columns} FROM (${summed}) AS d WHERE upto - ${size} < ${MAX_RESPONSE_BYTES}`);
}

/** Documents of a large collection whose sizes are summed: more would read more than two rows per document + 5,000. */
const MAX_SUMMED = 4_900;

/** Maximum documents of a page of a large collection with relations; `null` without relations. */
function ownersPerPage({ relations: { embed, expand } }: ListQuery): number | null {
  const count = embed.length + expand.length;
  return count === 0 ? null : Math.floor(MAX_OWNERS_OF_LARGE / count);
}

/** Whether `pageOf` ended with these documents before the window did: by bytes, or by a limit of documents. */
export function isCut(query: ListQuery, isLarge: boolean, found: readonly Pick<ListRow, 'body'>[]): boolean {
  if (isLarge && [MAX_SUMMED, ownersPerPage(query)].includes(found.length)) return true;
  return found.reduce((sum, { body }) => sum + byteLength(body ?? ''), 0) >= MAX_RESPONSE_BYTES;
}
