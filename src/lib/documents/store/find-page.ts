import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { allLeaves, isEverything } from '../query/condition.ts';
import { isUnfiltered, type ListQuery } from '../query/list-query.ts';
import { MAX_LIMIT } from '../query/window.ts';
import type { Collection } from '../schema/collection.ts';
import { columnOf, identifier } from '../tables/names.ts';
import { type Access, accessOf, isWhole } from './access.ts';
import { MAX_SKIPPED, maxCandidates } from './list-bounds.ts';
import { IS_SMALL, limitBySize, TOTAL } from './list-state.ts';
import { allOf } from './sql/balanced.ts';
import { concat } from './sql/concat.ts';
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

/** Finds the documents in the order of an access if that finds no others, and else checks and sorts what is found. */
export function findPage(collection: Collection, query: ListQuery): Finding {
  const access = accessOf(collection, query);
  if (access === null) return scan(collection, query);
  return isWhole(access) ? walk(collection, query, access) : sortCandidates(collection, query, access);
}

/** Finds the documents in the order of an access that finds no others. */
function walk(collection: Collection, query: ListQuery, access: Access): Finding {
  const { window } = query;
  const total = isUnfiltered(query)
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
  if (!isUnfiltered(query)) {
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

/** Checks and sorts the candidates of an access. A large collection allows only few. */
function sortCandidates(collection: Collection, query: ListQuery, access: Access): Finding {
  const { rows, residual, order } = access;
  const comparisons = allLeaves(residual).reduce((sum, leaf) => sum + leaf.values.length, 0);
  const most = maxCandidates(comparisons);
  const found = sql`SELECT d.seq AS seq, ${checkOf(collection, query, access)} AS holds ${sortColumns(query)}
    ${rows} LIMIT ${limitBySize(most + 1)}`;
  return pageOfFound(collection, query, {
    found,
    isInOrder: order !== null,
    isWithin: sql`(${IS_SMALL} OR (SELECT candidates FROM counted) <= ${most})`,
    refusal: 'candidates',
  });
}

/** Checks and sorts all documents of a small collection. */
function scan(collection: Collection, query: ListQuery): Finding {
  const unchecked = { residual: query.where, isSearchResidual: query.search !== null };
  const found = sql`SELECT d.seq AS seq, TRUE AS holds ${sortColumns(query)}
    FROM ${table(collection)} AS d NOT INDEXED
    WHERE ${checkOf(collection, query, unchecked)} LIMIT ${limitBySize(0)}`;
  return pageOfFound(collection, query, {
    found,
    isInOrder: true,
    isWithin: IS_SMALL,
    refusal: 'unindexed',
  });
}

/** SQL: whether the row `d` fulfils what an access leaves unchecked. */
function checkOf(
  collection: Collection,
  { search }: ListQuery,
  { residual, isSearchResidual }: Pick<Access, 'residual' | 'isSearchResidual'>,
): Sql {
  const conditions = [
    ...(isEverything(residual) ? [] : [conditionOf(residual)]),
    ...(search !== null && isSearchResidual ? [containsText(search, collection)] : []),
  ];
  return conditions.length === 0 ? raw('TRUE') : sql`(${allOf(conditions)}) IS TRUE`;
}

function sortColumns({ sort }: ListQuery): Sql {
  return concat(sort, ({ field }, i) => sql`, ${fieldValue(field)} AS ${sortColumn(i)}`);
}

function sortColumn(position: number): Sql {
  return raw(`s${position}`);
}

interface Found {
  /** A SELECT of `seq`, `holds` and the `sortColumns`. */
  found: Sql;
  /** Whether that is the order of a query that names none. */
  isInOrder: boolean;
  /** SQL: whether the list is within its bound. */
  isWithin: Sql;
  /** Why the list is refused otherwise. */
  refusal: 'candidates' | 'unindexed';
}

function pageOfFound(
  collection: Collection,
  { sort, window }: ListQuery,
  { found, isInOrder, isWithin, refusal }: Found,
): Finding {
  const { count, offset } = boundsOf(window);
  const order = sql`ORDER BY ${orderOf(sort, (_, i) => sortColumn(i), raw('seq'))}`;
  return {
    ctes: sql`found AS MATERIALIZED (${found}),
      counted AS MATERIALIZED (SELECT coalesce(sum(holds), 0) AS total, count(*) AS candidates FROM found)`,
    refused: sql`CASE WHEN NOT ${isWithin} THEN ${refusal} END`,
    page: (gate) => sql`SELECT ${columnsOf(collection)} FROM (
        SELECT seq FROM found WHERE holds ${sort.length === 0 && isInOrder ? empty : order}
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
