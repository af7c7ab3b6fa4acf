import { join, raw, type Sql } from 'sql-template-tag';
import { isId } from '../../query/field-reference.ts';
import type { SortKey } from '../../query/list-query.ts';
import { fieldValue } from './field-value.ts';

/** A term of ORDER BY. */
export interface OrderTerm {
  value: Sql;
  descending: boolean;
  /** Where NULLs are in this direction; `none` if there are none. */
  nulls: 'first' | 'last' | 'none';
}

/**
 * The terms of an order: absent and null values last, or first when descending. Equal values are in order of insertion,
 * or in reverse when the last field is descending, so that one index serves both directions. No two rows are equal.
 *
 * @param expressionOf SQL of the value of a key; that of the row `d` by default
 */
export function orderTerms(
  sort: readonly SortKey[],
  expressionOf: (key: SortKey, position: number) => Sql = ({ field }) => fieldValue(field),
  seq: Sql = raw('d.seq'),
): OrderTerm[] {
  const terms: OrderTerm[] = [];
  for (const [i, key] of sort.entries()) {
    const { field, descending } = key;
    const value = expressionOf(key, i);
    // Ids are unique, so no further term is needed.
    if (isId(field)) return [...terms, { value, descending, nulls: 'none' }];
    // SQLite can read an index with another order of NULLs only for its first column, so later terms have no NULLs.
    terms.push({ value, descending, nulls: field.isRequired === descending ? 'last' : 'first' });
  }
  return [...terms, { value: seq, descending: sort.at(-1)?.descending ?? false, nulls: 'none' }];
}

/** The terms of the reverse order. */
export function reversed(terms: readonly OrderTerm[]): OrderTerm[] {
  return terms.map(({ value, descending, nulls }) => ({
    value,
    descending: !descending,
    nulls: nulls === 'none' ? nulls : nulls === 'first' ? 'last' : 'first',
  }));
}

/** The terms of ORDER BY. */
export function orderBy(terms: readonly OrderTerm[]): Sql {
  return join(
    terms.map(({ value, descending, nulls }) => {
      // SQLite's own order has NULLs below everything: https://www.sqlite.org/datatype3.html#sort_order
      const isOwn = nulls === 'none' || nulls === (descending ? 'last' : 'first');
      const direction = descending ? 'DESC' : 'ASC';
      return join([value, raw(isOwn ? direction : `${direction} NULLS ${nulls.toUpperCase()}`)], ' ');
    }),
  );
}
