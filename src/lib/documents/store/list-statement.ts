import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { allLeaves, isEverything } from '../query/condition.ts';
import type { ListQuery, Window } from '../query/list-query.ts';
import { MAX_LIMIT } from '../query/window.ts';
import type { Collection } from '../schema/collection.ts';
import { columnOf, identifier } from '../tables/names.ts';
import { type Access, accessOf, isWhole } from './access.ts';
import { MAX_OWNERS_OF_LARGE, MAX_SKIPPED, maxCandidates } from './list-bounds.ts';
import { projection } from './projection.ts';
import {
  keysOf,
  type RefusedRelation,
  refusedRelation,
  relatedCollections,
  relatedStatements,
} from './related.ts';
import { balanced } from './sql/balanced.ts';
import { conditionOf } from './sql/condition.ts';
import { fieldValue } from './sql/field-value.ts';
import { nameLiteral, searchTable, table } from './sql/names.ts';
import { orderOf } from './sql/order.ts';
import { isOnePhrase, isSearchable, matchExpression, matchesByScan } from './sql/substring.ts';
import { MAX_RESPONSE_BYTES } from './sql/within-bytes.ts';
import { isNotStored, type KnownStates, stateOfRow } from './state-tag.ts';

/** Who reads a list: a client with the token may read all rows of a large collection. */
export interface Reader {
  known: KnownStates;
  isTrusted: boolean;
}

/** A row of the statement: the list itself (part 0), a document (1), or a document of a relation (from 2). */
export interface ListRow {
  part: number;
  /** The state of the list, or the id or key of a document. */
  key: string;
  body: string | null;
  /** `ListFacts`, the keys of a document, or the share of a related document. */
  more: string | number | null;
}

/** What the database tells of a list, as JSON; `null` when the client has it stored. */
export interface ListFacts {
  /** Matching documents; with `isLarge`, at most one more than are counted. */
  total: number;
  isLarge: 0 | 1;
  /** Why the list is refused; `null` when it is not. */
  refused: 'unindexed' | 'candidates' | 'skipped' | RefusedRelation | null;
}

/**
 * The statement of a list. Without facts, the client has the list stored. The condition is evaluated once, and whether the list is within its bounds is decided before
 * its rows are read.
 */
export function listStatement(collection: Collection, query: ListQuery, reader: Reader): Sql {
  const access = accessOf(collection, query);
  const finding =
    access !== null && isWhole(access) ? walk(collection, query, access) : sort(collection, query, access);
  const { relations } = query;
  const facts = sql`CASE WHEN is_wanted THEN json_object('total', (SELECT total FROM counted), 'isLarge', NOT is_small,
    'refused', coalesce(${refusedRelation(relations)}, ${finding.refused})) END`;
  const document = sql`SELECT 1 AS part, CAST(d.id AS TEXT) AS key, ${projection(query)} AS body, ${keysOf(relations)} AS more`;
  const related = relatedStatements(relations, sql`FROM page AS d`, IS_READ);
  const isMaterialised = raw(related.length === 0 ? 'NOT MATERIALIZED' : 'MATERIALIZED');
  return sql`WITH
    c AS NOT MATERIALIZED (${stateOf(collection, query, reader)}),
    ${finding.ctes},
    page AS ${isMaterialised} (${pageOf(collection, query, finding.page)})
    ${inSequence([
      sql`SELECT 0 AS part, state AS key, NULL AS body, ${facts} AS more FROM c`,
      sql`${document} FROM page AS d`,
      ...related.map(
        (select, i) => sql`SELECT ${raw(String(i + 2))} AS part, key, body, share AS more FROM (${select})`,
      ),
    ])}`;
}

/** The rows of SELECTs, one after another. D1 allows few terms in one UNION, so they are nested. */
function inSequence(selects: readonly Sql[]): Sql {
  return balanced(selects, (first, then) => sql`SELECT * FROM (${first}) UNION ALL SELECT * FROM (${then})`);
}

function stateOf(collection: Collection, { relations }: ListQuery, { known, isTrusted }: Reader): Sql {
  const state = stateOfRow('c', relatedCollections(relations));
  const isWanted = isNotStored(raw('state'), known);
  const isSmall = isTrusted ? raw('TRUE') : sql`documents <= ${collection.limits.scan}`;
  return sql`SELECT state, documents, largest, ${isSmall} AS is_small, ${isWanted} AS is_wanted,
    ${isWanted} AND ${refusedRelation(relations)} IS NULL AS is_read
    FROM (SELECT ${state} AS state, documents, largest FROM _collections AS c WHERE name = ${nameLiteral(collection.name)})`;
}

/** How the documents of a list are found. */
interface Finding {
  /** The common table expressions, among them `counted (total)`. */
  ctes: Sql;
  /** SQL of `ListFacts.refused`. */
  refused: Sql;
  /** SELECT of the rows of the page, when a gate holds. */
  page: (gate: Sql) => Sql;
}

const IS_SMALL = raw('(SELECT is_small FROM c)');
/** Whether rows are read: the client does not have the list stored, and no relation refuses it. */
const IS_READ = raw('(SELECT is_read FROM c)');
const TOTAL = raw('(SELECT total FROM counted)');

/** Finds the documents in the order of an access that finds no others. */
function walk(collection: Collection, query: ListQuery, access: Access): Finding {
  const { window } = query;
  const isUnfiltered = isEverything(query.where) && query.search === null;
  const total = isUnfiltered
    ? raw('SELECT documents AS total FROM c')
    : sql`SELECT count(*) AS total FROM (SELECT 1 ${access.counted}
        LIMIT ${limitBySize(collection.limits.count + 1)})`;
  const { count, offset } = boundsOf(window);
  const isNear = sql`(${IS_SMALL} OR ${offset} <= ${MAX_SKIPPED})`;
  const select = (order: Sql, limit: Sql, skipped: Sql, gate: Sql) => sql`SELECT ${columnsOf(collection)}
    ${access.rows} ORDER BY ${order} LIMIT CASE WHEN ${gate} THEN ${limit} ELSE 0 END OFFSET ${skipped}`;
  const order = access.order ?? raw('d.seq');
  if (!mayBeFar(window)) {
    return {
      ctes: sql`counted AS MATERIALIZED (${total})`,
      refused: raw('NULL'),
      page: (gate) => select(order, count, offset, gate),
    };
  }
  if (!isUnfiltered) {
    const isKnown = countsFromEnd(window) ? IS_SMALL : isNear;
    return {
      ctes: sql`counted AS MATERIALIZED (${total})`,
      refused: sql`CASE WHEN NOT ${isKnown} THEN 'skipped' END`,
      page: (gate) => select(order, count, offset, sql`${gate} AND ${isKnown}`),
    };
  }
  // The last pages are read from the end.
  const rest = sql`max(${TOTAL} - ${offset} - ${count}, 0)`;
  const length = sql`max(min(${count}, ${TOTAL} - ${offset}), 0)`;
  const isForward = sql`(${offset} <= ${MAX_SKIPPED} OR (${IS_SMALL} AND ${offset} <= ${rest}))`;
  const isBackward = sql`(NOT ${isForward} AND (${IS_SMALL} OR ${rest} <= ${MAX_SKIPPED}))`;
  const reversed = orderOf(query.sort, undefined, undefined, true);
  return {
    ctes: sql`counted AS MATERIALIZED (${total})`,
    refused: sql`CASE WHEN NOT ${isForward} AND NOT ${isBackward} THEN 'skipped' END`,
    page: (gate) => sql`SELECT * FROM (${select(order, count, offset, sql`${gate} AND ${isForward}`)})
      UNION ALL SELECT * FROM (
        SELECT * FROM (${select(reversed, length, rest, sql`${gate} AND ${isBackward}`)}) AS d ORDER BY ${order} LIMIT ${MAX_LIMIT}
      )`,
  };
}

/** Checks and sorts candidates: those of an access, or all documents. */
function sort(collection: Collection, query: ListQuery, access: Access | null): Finding {
  const rows = access?.rows ?? sql`FROM ${table(collection)} AS d NOT INDEXED WHERE TRUE`;
  const residual = access === null ? query.where : access.residual;
  const checked = [
    ...(isEverything(residual) ? [] : [conditionOf(residual)]),
    ...(query.search !== null && (access === null || access.isSearchResidual)
      ? [containsText(query.search, collection)]
      : []),
  ];
  const holds = checked.length === 0 ? raw('TRUE') : sql`(${join(checked, ' AND ')}) IS TRUE`;
  const comparisons = allLeaves(residual).reduce((sum, leaf) => sum + leaf.values.length, 0);
  const most = access === null ? 0 : maxCandidates(comparisons);
  const values = query.sort.map(({ field }, i) => sql`, ${fieldValue(field)} AS ${raw(`s${i}`)}`);
  const { count, offset } = boundsOf(query.window);
  // Without an index, and by the search, candidates are found in order of insertion.
  const isInOrder = query.sort.length === 0 && (access === null || access.order !== null);
  const sorted = orderOf(query.sort, (_, i) => raw(`s${i}`), raw('seq'));
  const isWithin = sql`(${IS_SMALL} OR ${access === null ? raw('FALSE') : sql`(SELECT candidates FROM counted) <= ${most}`})`;
  return {
    ctes: sql`found AS MATERIALIZED (
        SELECT d.seq AS seq, ${access === null ? raw('TRUE') : holds} AS holds ${values.length === 0 ? empty : join(values, ' ')} ${rows} ${access === null ? sql`AND ${holds}` : empty}
        LIMIT ${limitBySize(access === null ? 0 : most + 1)}
      ),
      counted AS MATERIALIZED (SELECT coalesce(sum(holds), 0) AS total, count(*) AS candidates FROM found)`,
    refused: sql`CASE WHEN NOT ${isWithin} THEN ${access === null ? 'unindexed' : 'candidates'} END`,
    page: (gate) => sql`SELECT ${columnsOf(collection)} FROM (
        SELECT seq FROM found WHERE holds ${isInOrder ? empty : sql`ORDER BY ${sorted}`}
        LIMIT CASE WHEN ${gate} AND ${isWithin} THEN ${count} ELSE 0 END OFFSET ${offset}
      ) AS k CROSS JOIN ${table(collection)} AS d ON d.seq = k.seq`,
  };
}

/** No limit for a small collection, this one for a large one, and 0 when nothing is wanted. */
function limitBySize(large: number): Sql {
  return sql`coalesce((SELECT CASE WHEN NOT is_read THEN 0 WHEN is_small THEN -1 ELSE ${large} END FROM c), 0)`;
}

/** SQL: whether the row `d` contains the text of `q`. A scan of its values reads a row for each of them. */
function containsText(text: string, collection: Collection): Sql {
  if (collection.search === false || !isSearchable(text) || !isOnePhrase(text)) {
    return matchesByScan(text, collection);
  }
  return sql`EXISTS (SELECT 1 FROM ${searchTable(collection)} AS s WHERE s.rowid = d.seq AND s.text MATCH ${matchExpression([text])})`;
}

function columnsOf({ columns }: Collection): Sql {
  const names = ['seq', 'id', 'body', 'version', 'modified', ...columns.map(columnOf)];
  return raw(names.map((name) => `d.${identifier(name)}`).join(', '));
}

/** Documents of at most 1 MiB that the Worker has memory for. */
const SHORT_WINDOW = 16;

/**
 * The rows of the page. If documents of the greatest size could exceed the bytes of a response, the sizes of a longer
 * page are summed, which reads two rows more per document, and the page ends early.
 */
function pageOf(collection: Collection, query: ListQuery, select: (gate: Sql) => Sql): Sql {
  const { window, relations } = query;
  const size = sql`octet_length(${query.fields === null ? raw('d.body') : projection(query)})`;
  const longest = longestOf(window);
  const owners = relations.embed.length + relations.expand.length;
  const limited = (rows: Sql) =>
    owners === 0 || longest <= MAX_OWNERS_OF_LARGE / owners
      ? rows
      : sql`SELECT * FROM (${rows}) LIMIT CASE WHEN ${IS_SMALL} THEN -1 ELSE ${Math.floor(MAX_OWNERS_OF_LARGE / owners)} END`;
  if (longest <= SHORT_WINDOW) return limited(select(IS_READ));
  const isLight = sql`(SELECT largest FROM c) * ${longest} <= ${MAX_RESPONSE_BYTES}`;
  const columns = columnsOf(collection);
  const summed = sql`SELECT d.*, sum(${size}) OVER (ROWS UNBOUNDED PRECEDING) AS upto
    FROM (${select(sql`(${IS_READ} AND NOT ${isLight})`)}) AS d LIMIT ${limitBySize(MAX_SUMMED)}`;
  return limited(sql`SELECT * FROM (${select(sql`(${IS_READ} AND ${isLight})`)})
    UNION ALL SELECT ${columns} FROM (${summed}) AS d WHERE upto - ${size} < ${MAX_RESPONSE_BYTES}`);
}

/** Documents whose sizes are summed: more would read more than two rows per document + 5,000. */
const MAX_SUMMED = 4_900;

function longestOf(window: Window): number {
  if (window.kind === 'page') return window.limit;
  return countsFromEnd(window) ? MAX_LIMIT : Math.max(window.end - window.start, 0);
}

function countsFromEnd(window: Window): boolean {
  return window.kind === 'slice' && (window.start < 0 || window.end < 0);
}

/** Whether the window may begin behind more documents than are skipped. */
function mayBeFar(window: Window): boolean {
  if (window.kind === 'page') return (window.page - 1) * window.limit > MAX_SKIPPED;
  return countsFromEnd(window) || window.start > MAX_SKIPPED;
}

function boundsOf(window: Window): { count: Sql; offset: Sql } {
  if (window.kind === 'page') {
    return { count: sql`${window.limit}`, offset: sql`${(window.page - 1) * window.limit}` };
  }
  const { start, end } = window;
  if (start >= 0 && end >= 0) return { count: sql`${Math.max(end - start, 0)}`, offset: sql`${start}` };
  const [from, to] = [start, end].map((bound) =>
    bound < 0 ? sql`max(${TOTAL} + ${bound}, 0)` : sql`${bound}`,
  );
  return { count: sql`min(max(${to} - ${from}, 0), ${MAX_LIMIT})`, offset: sql`${from}` };
}
