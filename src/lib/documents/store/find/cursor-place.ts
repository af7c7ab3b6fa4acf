import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { Cursor, SortKey } from '../../query/list-query.ts';
import { keysOfOrder } from '../../query/page/cursor.ts';
import type { Collection } from '../../schema/collection.ts';
import { concat } from '../sql/concat.ts';
import { fieldValue } from '../sql/field-value.ts';
import { table } from '../sql/table-names.ts';

/** The place of a cursor in an order, in SQL. */
interface Place {
  /** The values of the terms of the order. */
  values: readonly Sql[];
  /** A common table expression that the values need, with a comma; or nothing. */
  cte: Sql;
  /** SQL: whether the document with the values was changed or deleted. */
  isLost: Sql;
}

/** The place of a cursor. Values that are too long for a cursor are read from its document. */
export function placeOf(collection: Collection, sort: readonly SortKey[], { position }: Cursor): Place {
  const seq = sql`CAST(${position.seq} AS INTEGER)`;
  if ('values' in position) {
    const values = position.values.map((value) => (value === null ? raw('NULL') : sql`${value}`));
    return { values: [...values, seq], cte: empty, isLost: raw('FALSE') };
  }
  const keys = keysOfOrder(sort);
  const columns = concat(keys, ({ field }, i) => sql`, ${fieldValue(field)} AS ${raw(`p${i}`)}`);
  return {
    values: [...keys.map((_, i) => sql`(SELECT ${raw(`p${i}`)} FROM place)`), seq],
    cte: sql`place AS MATERIALIZED (
      SELECT d.seq ${columns} FROM ${table(collection)} AS d WHERE d.seq = ${seq} AND d.version = ${position.version}
    ),`,
    isLost: raw('NOT EXISTS (SELECT 1 FROM place)'),
  };
}
