import sql, { raw, type Sql } from 'sql-template-tag';
import type { Operator } from '../../query/condition.ts';

const COMPARISONS: Partial<Readonly<Record<Operator, Sql>>> = {
  gte: raw('>='),
  lte: raw('<='),
  gt: raw('>'),
  lt: raw('<'),
};

/** The SQL operator of a comparison by order, or `undefined` for any other operator. */
export function comparisonOf(operator: Operator): Sql | undefined {
  return COMPARISONS[operator];
}

/** A number as SQL. D1 cannot bind infinities. */
export function boundNumber(number: number): Sql {
  if (Number.isFinite(number)) return sql`${number}`;
  return raw(number > 0 ? '9e999' : '-9e999');
}
