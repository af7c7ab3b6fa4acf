import sql, { raw, type Sql } from 'sql-template-tag';
import { allLeaves } from '../../query/filter/condition.ts';
import { MAX_ROWS_OF_CANDIDATES, rowsOfMeasured } from '../list-bounds.ts';
import { balanced } from '../sql/balanced.ts';
import { rowsOfItems } from '../sql/condition/rows-of-check.ts';
import type { Access } from './access-path.ts';
import { limitBySize } from './list-state.ts';
import type { SearchCheck } from './search-check.ts';

/** Whether the items and values of the candidates of a large collection are few enough to be checked. */
export interface Measured {
  /** The common table expression of `isWithin`. */
  cte: Sql;
  /** SQL: whether the check of a large collection stays within the rows of a list. */
  isWithin: Sql;
  /** SQL: whether the candidates alone exceed them. */
  isTooMany: Sql;
}

/**
 * Counts the items and values of candidates before they are read: a check reads a row for each. `null` if a check reads
 * neither.
 *
 * @param comparisons rows that the comparisons of a candidate read
 * @param most the maximum number of candidates
 */
export function measureCandidates(
  { rows, rowsEach, residual }: Access,
  search: SearchCheck | null,
  comparisons: number,
  most: number,
): Measured | null {
  const items = allLeaves(residual)
    .map(rowsOfItems)
    .filter((read) => read !== null);
  const scanned = search === null ? [] : [sql`CASE WHEN ${search.scans} THEN ${search.scanned} ELSE 0 END`];
  const parts = [...items, ...scanned];
  if (parts.length === 0) return null;
  const values = balanced(parts, (left, right) => sql`(${left} + ${right})`);
  const isMeasured = items.length > 0 || search === null ? raw('TRUE') : search.scans;
  const limit = limitBySize(most + 1, raw('0'));
  const perCandidate = rowsOfMeasured(rowsEach, comparisons);
  const budget = MAX_ROWS_OF_CANDIDATES - (search?.rows ?? 0);
  const ofCandidates = sql`(SELECT candidates FROM measured) * ${perCandidate}`;
  return {
    cte: sql`measured AS MATERIALIZED (SELECT count(*) AS candidates, coalesce(sum(items), 0) AS items
      FROM (SELECT ${values} AS items ${rows} LIMIT CASE WHEN ${isMeasured} THEN ${limit} ELSE 0 END)),`,
    isWithin: sql`${ofCandidates} + (SELECT items FROM measured) <= ${budget}`,
    isTooMany: sql`${ofCandidates} > ${budget}`,
  };
}
