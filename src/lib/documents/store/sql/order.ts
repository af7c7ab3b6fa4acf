import sql, { join, raw, type Sql } from 'sql-template-tag';
import { isEquality, requiredLeaves } from '../../query/condition.ts';
import { isId } from '../../query/field-reference.ts';
import type { ListQuery } from '../../query/list-query.ts';
import { fieldValue } from './field-value.ts';

/** The parts of a query that decide the order. */
type Ordered = Pick<ListQuery, 'sort' | 'where'>;

/**
 * ORDER BY terms: absent and null values last, or first when descending. Equal values are in order of insertion, or in
 * reverse when the last field is descending, so that one index serves both directions.
 */
export function orderOf(query: Ordered): Sql {
  // Unary `+` keeps SQLite from using the index (https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_).
  const hide = raw(sortAfterFilter(query) ? '+' : '');
  const terms: Sql[] = [];
  for (const { field, descending } of query.sort) {
    const value = fieldValue(field);
    terms.push(descending ? sql`${hide}${value} DESC NULLS FIRST` : sql`${hide}${value} ASC NULLS LAST`);
    // Ids are unique, so no further term is needed.
    if (isId(field)) return join(terms);
  }
  return join([...terms, sql`${hide}d.seq ${raw(query.sort.at(-1)?.descending ? 'DESC' : 'ASC')}`]);
}

/**
 * Whether to filter first and sort the few matches. SQLite lacks the statistics and would scan the whole index in
 * order. The matches of one value of an index are in order of insertion already.
 */
function sortAfterFilter({ sort, where }: Ordered): boolean {
  return requiredLeaves(where).some((leaf) => {
    const { field, values } = leaf;
    return (
      isEquality(leaf) &&
      (isId(field) || field.isIndexed) &&
      (sort.length > 0 || isId(field) || values.length > 1 || field.scalars?.size !== 1)
    );
  });
}
