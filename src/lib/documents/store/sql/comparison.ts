import sql, { raw, type Sql } from 'sql-template-tag';
import type { Operator } from '../../query/filter/condition.ts';

/** The SQL operator of a comparison by order. */
export type Comparison = '>' | '>=' | '<' | '<=';

const COMPARISONS: Partial<Readonly<Record<Operator, Comparison>>> = {
  gte: '>=',
  lte: '<=',
  gt: '>',
  lt: '<',
};

/** The SQL operator of a comparison by order, or `undefined` for any other operator. */
export function comparisonOf(operator: Operator): Comparison | undefined {
  return COMPARISONS[operator];
}

/** A number as SQL. D1 cannot bind infinities. */
export function boundNumber(number: number): Sql {
  if (Number.isFinite(number)) return sql`${number}`;
  return raw(number > 0 ? '9e999' : '-9e999');
}
