import { empty, join, type Sql } from 'sql-template-tag';

/** The SQL of items, one after another. */
export function concat<Item>(items: readonly Item[], part: (item: Item, position: number) => Sql): Sql {
  return items.length === 0 ? empty : join(items.map(part), ' ');
}
