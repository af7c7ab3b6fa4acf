import sql, { join, raw, type Sql } from 'sql-template-tag';
import { isId, type ListQuery } from '../../query/list-query.ts';
import { fieldValue } from './field-value.ts';

/** What decides the order of a list. */
type Ordered = Pick<ListQuery, 'sort' | 'filters'>;

/**
 * The order of a list: absent and null values last, or first when descending; equal ones in the order of insertion.
 */
export function orderOf(query: Ordered): Sql {
  // SQLite takes the `+` for another expression than the indexed one.
  const hide = raw(sortsLate(query) ? '+' : '');
  const terms: Sql[] = [];
  for (const { field, descending } of query.sort) {
    const value = fieldValue(field.path);
    terms.push(descending ? sql`${hide}${value} DESC NULLS FIRST` : sql`${hide}${value} ASC NULLS LAST`);
    // No two ids are equal, so nothing is left to sort, and one index serves both directions.
    if (isId(field)) return join(terms);
  }
  return join([...terms, sql`${hide}d.seq`]);
}

/**
 * Are the rows better found by a condition and then sorted? SQLite, which does not know how few they are, would else
 * walk the whole collection in order. Where one value of an index is asked for, insertion is its order already.
 */
function sortsLate({ sort, filters }: Ordered): boolean {
  return filters.some(
    ({ field, operator, values }) =>
      operator === 'eq' &&
      (isId(field) || field.isIndexed) &&
      (sort.length > 0 || isId(field) || values.length > 1 || field.scalars?.size !== 1),
  );
}
