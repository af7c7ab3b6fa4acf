import { join, raw, type Sql } from 'sql-template-tag';
import { isId } from '../../query/field-reference.ts';
import type { SortKey } from '../../query/list-query.ts';
import { fieldValue } from './field-value.ts';

/**
 * ORDER BY terms: absent and null values last, or first when descending. Equal values are in order of insertion, or in
 * reverse when the last field is descending, so that one index serves both directions.
 *
 * @param isReversed to read from the end
 * @param expressionOf SQL of the value of a key; that of the row `d` by default
 */
export function orderOf(
  sort: readonly SortKey[],
  expressionOf: (key: SortKey, position: number) => Sql = ({ field }) => fieldValue(field),
  seq: Sql = raw('d.seq'),
  isReversed = false,
): Sql {
  const terms: Sql[] = [];
  for (const [i, key] of sort.entries()) {
    terms.push(ordered(expressionOf(key, i), key, isReversed));
    // Ids are unique, so no further term is needed.
    if (isId(key.field)) return join(terms);
  }
  return join([...terms, directed(seq, (sort.at(-1)?.descending ?? false) !== isReversed)]);
}

/** SQLite reads an index in an order of NULLs that is not its own only for the first column, so others have none. */
function ordered(value: Sql, { field, descending }: SortKey, isReversed: boolean): Sql {
  const nulls = descending === isReversed ? 'ASC NULLS LAST' : 'DESC NULLS FIRST';
  return join([value, raw(field.isRequired ? nulls.slice(0, nulls.indexOf(' ')) : nulls)], ' ');
}

function directed(value: Sql, descending: boolean): Sql {
  return join([value, raw(descending ? 'DESC' : 'ASC')], ' ');
}
