import sql, { raw, type Sql } from 'sql-template-tag';
import type { Leaf } from '../../query/filter/condition.ts';
import type { Collection } from '../../schema/collection.ts';
import { boundNumber, comparisonOf } from './comparison.ts';
import type { Bound, Range } from './range.ts';
import { table } from './table-names.ts';

/** The values of the column `id` that equal an id, which is compared as text: `'1'` and the number 1. */
export function formsOfId(id: string): (string | number)[] {
  const number = Number(id);
  return String(number) === id && Number.isSafeInteger(number) ? [id, number] : [id];
}

/** Whether a condition on ids is one range of numbers and one of text. */
export function isIdRange({ operator, values }: Leaf): boolean {
  return comparisonOf(operator) !== undefined && values.length === 1;
}

/** The range of ids of one type that satisfies all leaves. Numbers sort before text. */
export function idRange(leaves: readonly Leaf[], type: 'number' | 'text'): Range {
  const bounds = leaves.map(({ operator, values }): Bound | null => {
    const text = String(values[0]);
    const compared = comparisonOf(operator);
    if (compared === undefined) throw new TypeError(`${operator} is not a comparison by order.`);
    if (type === 'text') return { operator: compared, value: sql`${text}` };
    return Number.isNaN(Number(text)) ? null : { operator: compared, value: boundNumber(Number(text)) };
  });
  const edge: Bound = { operator: type === 'text' ? '>=' : '<', value: raw("''") };
  return {
    bounds: [...bounds.filter((bound) => bound !== null), edge],
    isNull: null,
    isEmpty: bounds.includes(null),
  };
}

/** The rest of a SELECT of the document of this id, as the row `d`. It reads one row. */
export function fromDocument(collection: Collection, id: string): Sql {
  const from = table(collection);
  const [text = id, number] = formsOfId(id);
  return number === undefined
    ? sql`FROM ${from} AS d WHERE d.id = ${text}`
    : sql`FROM (
        SELECT * FROM ${from} WHERE id = ${raw(String(number))} UNION ALL SELECT * FROM ${from} WHERE id = ${text}
      ) AS d WHERE TRUE`;
}

/** A condition on the row `d` of a statement that writes: it is the document of this id. */
export function hasId(collection: Collection, id: string): Sql {
  const [text = id, number] = formsOfId(id);
  return number === undefined
    ? sql`d.id = ${text}`
    : sql`d.id = coalesce((SELECT id FROM ${table(collection)} WHERE id = ${raw(String(number))}), ${text})`;
}
