import { raw, type Sql } from 'sql-template-tag';
import type { Collection } from '../../schema/collection.ts';
import { columnOf, identifier } from '../../tables/definition/names.ts';

/** The columns of the row `d`. */
export function columnsOf({ columns }: Pick<Collection, 'columns'>): Sql {
  const names = ['seq', 'id', 'body', 'version', 'modified', ...columns.map(columnOf)];
  return raw(names.map((name) => `d.${identifier(name)}`).join(', '));
}
