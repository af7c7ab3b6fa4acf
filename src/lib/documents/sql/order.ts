import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { SortKey } from '../query/list-query.ts';
import { fieldValue } from './field-value.ts';

/**
 * The order of a list: absent and null values last, or first when descending; equal ones in the order of insertion.
 *
 * @param sortsLate keeps SQLite from walking the whole collection in order when a condition finds few rows at once
 */
export function orderOf(keys: readonly SortKey[], sortsLate: boolean): Sql {
  const terms: Sql[] = [];
  for (const { field, descending } of keys) {
    const value = fieldValue(field.path);
    terms.push(descending ? sql`${value} DESC NULLS FIRST` : sql`${value} ASC NULLS LAST`);
    // No two ids are equal, so nothing is left to sort, and one index serves both directions.
    if (field.path.length === 1 && field.path[0] === 'id') return join(terms);
  }
  return join([...terms, raw(sortsLate ? '+d.seq' : 'd.seq')]);
}
