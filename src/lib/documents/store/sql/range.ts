import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Leaf } from '../../query/filter/condition.ts';
import { allOf } from './balanced.ts';
import { boundNumber, type Comparison, comparisonOf } from './comparison.ts';

/** One end of a range. */
export interface Bound {
  operator: Comparison;
  value: Sql;
}

/** A range of the values of one column. */
export interface Range {
  bounds: readonly Bound[];
  /** Whether the values are NULL; `null` if both may be. */
  isNull: boolean | null;
  /** Whether it contains no value. */
  isEmpty: boolean;
}

export const WHOLE_RANGE: Range = { bounds: [], isNull: null, isEmpty: false };

/** The range of a column, with values of one type, that satisfies all leaves. Each compares by order, or is `exists`. */
export function rangeOf(leaves: readonly Leaf[]): Range {
  const exists = leaves.flatMap(({ operator, values }) =>
    operator === 'exists' ? [values[0] === true] : [],
  );
  const bounds = leaves.filter(({ operator }) => operator !== 'exists').map(boundOf);
  const [isThere] = exists;
  return {
    bounds: bounds.filter((bound) => bound !== null),
    isNull: isThere === undefined ? null : !isThere,
    isEmpty: bounds.includes(null) || new Set(exists).size > 1 || (isThere === false && bounds.length > 0),
  };
}

/** The bound of a comparison by order, or `null` when no value satisfies it. */
function boundOf({ field, operator, values }: Leaf): Bound | null {
  const compared = comparisonOf(operator);
  if (compared === undefined) throw new TypeError(`${operator} is not a comparison by order.`);
  const text = String(values[0]);
  if (field.scalars?.has('string')) return { operator: compared, value: sql`${text}` };
  return Number.isNaN(Number(text)) ? null : { operator: compared, value: boundNumber(Number(text)) };
}

/** SQL: a value is in the range. An index begins and ends where the range does. */
export function isInRange(value: Sql, { bounds, isNull, isEmpty }: Range): Sql {
  if (isEmpty) return raw('FALSE');
  const nullness = isNull === null ? [] : [sql`${value} ${raw(isNull ? 'IS NULL' : 'IS NOT NULL')}`];
  const conditions = [...within(value, bounds), ...(bounds.length === 0 ? nullness : [])];
  return conditions.length === 0 ? raw('TRUE') : allOf(conditions);
}

/** SQL conditions: a value is within bounds. SQLite uses one bound per direction, so several are combined into one. */
export function within(value: Sql, bounds: readonly Bound[]): Sql[] {
  return [bounds.filter(isLower), bounds.filter((bound) => !isLower(bound))].flatMap((side) => {
    const [first, ...others] = side;
    if (first === undefined || others.length === 0) return side.map((bound) => holds(value, bound));
    const values = join(side.map((bound) => bound.value));
    const common = isLower(first) ? sql`${value} >= max(${values})` : sql`${value} <= min(${values})`;
    // An index is not used for `+value`.
    return [common, ...side.map((bound) => holds(sql`+${value}`, bound))];
  });
}

/** SQL: a value satisfies a bound. */
export function holds(value: Sql, { operator, value: bound }: Bound): Sql {
  return sql`${value} ${raw(operator)} ${bound}`;
}

export function isLower({ operator }: Bound): boolean {
  return operator === '>' || operator === '>=';
}
