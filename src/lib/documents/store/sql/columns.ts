import { raw, type Sql } from 'sql-template-tag';
import type { Collection } from '../../schema/collection.ts';
import { BASE_COLUMN_NAMES, columnOf, identifier } from '../../tables/definition/identifiers.ts';

/** The columns of the row `d`. */
export function columnsOf({ columns }: Pick<Collection, 'columns'>): Sql {
  const names = [...BASE_COLUMN_NAMES, ...columns.map(columnOf)];
  return raw(names.map((name) => `d.${identifier(name)}`).join(', '));
}
