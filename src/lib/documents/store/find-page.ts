import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { allLeaves, isEverything } from '../query/condition.ts';
import type { ListQuery } from '../query/list-query.ts';
import { MAX_LIMIT } from '../query/window.ts';
import type { Collection } from '../schema/collection.ts';
import { columnOf, identifier } from '../tables/names.ts';
import { type Access, accessOf, isWhole } from './access.ts';
import { MAX_SKIPPED, maxCandidates } from './list-bounds.ts';
import { IS_SMALL, limitBySize, TOTAL } from './list-state.ts';
import { conditionOf } from './sql/condition.ts';
import { fieldValue } from './sql/field-value.ts';
import { searchTable, table } from './sql/names.ts';
import { orderOf } from './sql/order.ts';
import { isOnePhrase, isSearchable, matchExpression, matchesByScan } from './sql/substring.ts';
import { boundsOf, countsFromEnd, mayBeFar } from './window-bounds.ts';

/** How the documents of a list are found. */
export interface Finding {
  /** The common table expressions, among them `counted (total)`. */
  ctes: Sql;
  /** SQL of `ListFacts.refused`. */
  refused: Sql;
  /** SELECT of the rows of the page, when a gate holds. */
  page: (gate: Sql) => Sql;
}

/** Finds the documents in the order of an access if that finds no others, and else checks and sorts candidates. */
export function findPage(collection: Collection, query: ListQuery): Finding {
  const access = accessOf(collection, query);
  return access !== null && isWhole(access)
    ? walk(collection, query, access)
    : sort(collection, query, access);
}

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

/** SQL: whether the row `d` contains the text of `q`. A scan of its values reads a row for each of them. */
function containsText(text: string, collection: Collection): Sql {
  if (collection.search === false || !isSearchable(text) || !isOnePhrase(text)) {
    return matchesByScan(text, collection);
  }
  return sql`EXISTS (SELECT 1 FROM ${searchTable(collection)} AS s WHERE s.rowid = d.seq AND s.text MATCH ${matchExpression([text])})`;
}

/** The columns of the row `d`. */
export function columnsOf({ columns }: Collection): Sql {
  const names = ['seq', 'id', 'body', 'version', 'modified', ...columns.map(columnOf)];
  return raw(names.map((name) => `d.${identifier(name)}`).join(', '));
}
