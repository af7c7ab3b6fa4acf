import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { allLeaves, type Condition, isEverything } from '../../query/filter/condition.ts';
import type { ListQuery } from '../../query/list-query.ts';
import type { Collection } from '../../schema/collection.ts';
import { maxCandidates } from '../list-bounds.ts';
import { allOf } from '../sql/balanced.ts';
import { columnsOf } from '../sql/columns.ts';
import { concat } from '../sql/concat.ts';
import { conditionOf } from '../sql/condition/condition-sql.ts';
import { rowsPerCandidate } from '../sql/condition/rows-of-check.ts';
import { fieldValue } from '../sql/field-value.ts';
import { isAfter } from '../sql/keyset.ts';
import { orderBy, orderTerms, reversed } from '../sql/order.ts';
import { table } from '../sql/table-names.ts';
import type { Access } from './access-path.ts';
import { placeOf } from './cursor-place.ts';
import { IS_SMALL, limitBySize } from './list-state.ts';
import { measureCandidates } from './measured-candidates.ts';
import type { PageSql } from './page-sql.ts';
import { type SearchCheck, searchCheck } from './search-check.ts';
import { boundsOf } from './window-bounds.ts';

/**
 * Checks and sorts the candidates of an access; of a large collection, at most `maxCandidates`, and none if their check
 * would read too many items of arrays.
 */
export function sortCandidates(collection: Collection, query: ListQuery, access: Access): PageSql {
  const { rows, residual, isSearchResidual, inOrder } = access;
  const search = isSearchResidual ? checkOfSearch(collection, query) : null;
  const comparisons = allLeaves(residual).reduce(
    (sum, leaf) => sum + rowsPerCandidate(leaf),
    search?.rowsPerCandidate ?? 0,
  );
  const most = maxCandidates(comparisons, search?.rows ?? 0);
  const measured = measureCandidates(access, search, comparisons, most);
  const limit =
    measured === null ? most + 1 : sql`CASE WHEN ${measured.isWithin} THEN ${most + 1} ELSE 0 END`;
  const found = sql`SELECT d.seq AS seq, ${checkOf(residual, search)} AS holds ${sortColumns(query)}
    ${rows} LIMIT ${limitBySize(limit)}`;
  const areFew = sql`(SELECT candidates FROM counted) <= ${most}`;
  const isWithin = measured === null ? areFew : sql`${measured.isWithin} AND ${areFew}`;
  const tooMany = sql`${'candidates'}`;
  return pageOfFound(collection, query, {
    ctes: sql`${search?.ctes ?? empty} ${measured?.cte ?? empty}`,
    found,
    isInOrder: inOrder !== null,
    isWithin: sql`(${IS_SMALL} OR ${isWithin})`,
    refusal:
      measured === null
        ? tooMany
        : sql`CASE WHEN ${measured.isWithin} OR ${measured.isTooMany} THEN ${tooMany} ELSE 'items' END`,
  });
}

/** Checks and sorts all documents of a small collection. */
export function scan(collection: Collection, query: ListQuery): PageSql {
  const search = checkOfSearch(collection, query);
  const found = sql`SELECT d.seq AS seq, TRUE AS holds ${sortColumns(query)}
    FROM ${table(collection)} AS d NOT INDEXED
    WHERE ${checkOf(query.where, search)} ${endOfScan(collection, query)}`;
  return pageOfFound(collection, query, {
    ctes: search?.ctes ?? empty,
    found,
    isInOrder: true,
    isWithin: IS_SMALL,
    refusal: sql`${'unindexed'}`,
  });
}

/** A scan in the order of the list ends with the page when nothing is counted. */
function endOfScan(collection: Collection, query: ListQuery): Sql {
  const { sort, cursor, total } = query;
  if (sort.length > 0 || total !== 'none') return sql`LIMIT ${limitBySize(0)}`;
  const { count, offset } = boundsOf(query);
  const limit = sql`LIMIT ${limitBySize(0, sql`${offset} + ${count}`)}`;
  if (cursor === null) return limit;
  const terms = cursor.direction === 'before' ? reversed(orderTerms(sort)) : orderTerms(sort);
  const after = isAfter(terms, placeOf(collection, sort, cursor).values);
  return sql`AND ${after} ORDER BY ${orderBy(terms)} ${limit}`;
}

function checkOfSearch(collection: Collection, { search }: ListQuery): SearchCheck | null {
  return search === null ? null : searchCheck(collection, search);
}

/** SQL: whether the row `d` satisfies what an access leaves unchecked. */
function checkOf(residual: Condition, search: SearchCheck | null): Sql {
  const conditions = [
    ...(isEverything(residual) ? [] : [conditionOf(residual)]),
    ...(search === null ? [] : [search.holds]),
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
  /** Common table expressions that it uses. */
  ctes: Sql;
  /** A SELECT of `seq`, `holds` and the `sortColumns`. */
  found: Sql;
  /** Whether `found` is in the order of a query without `_sort`. */
  isInOrder: boolean;
  /** SQL: whether the list is within its bound. */
  isWithin: Sql;
  /** SQL: the reason of the refusal of a list that exceeds its bound. */
  refusal: Sql;
}

function pageOfFound(
  collection: Collection,
  query: ListQuery,
  { ctes, found, isInOrder, isWithin, refusal }: Found,
): PageSql {
  const { sort, cursor, total } = query;
  const { count, offset } = boundsOf(query);
  const forward = orderTerms(sort, (_, i) => sortColumn(i), raw('seq'));
  const terms = cursor?.direction === 'before' ? reversed(forward) : forward;
  const order = sort.length === 0 && isInOrder && terms === forward ? empty : sql`ORDER BY ${orderBy(terms)}`;
  const place = cursor === null ? null : placeOf(collection, sort, cursor);
  const matches = raw(total === 'none' ? 'NULL' : 'coalesce(sum(holds), 0)');
  const after = place === null ? empty : sql`AND ${isAfter(terms, place.values)}`;
  return {
    ctes: sql`${place?.cte ?? empty} ${ctes} found AS MATERIALIZED (${found}),
      counted AS MATERIALIZED (SELECT ${matches} AS total, count(*) AS candidates FROM found)`,
    refused: sql`CASE WHEN NOT ${isWithin} THEN ${refusal} WHEN ${place?.isLost ?? raw('FALSE')} THEN 'lost' END`,
    page: (gate) => sql`SELECT ${columnsOf(collection)} FROM (
        SELECT seq FROM found WHERE holds ${after} ${order}
        LIMIT CASE WHEN ${gate} AND ${isWithin} THEN ${count} ELSE 0 END OFFSET ${offset}
      ) AS k CROSS JOIN ${table(collection)} AS d ON d.seq = k.seq`,
  };
}
