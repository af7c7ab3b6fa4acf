import sql, { raw, type Sql } from 'sql-template-tag';
import type { Leaf } from '../../query/condition.ts';
import type { Collection } from '../../schema/collection.ts';
import { boundNumber, comparisonOf } from './comparison.ts';
import { table } from './names.ts';

/** The values of the column `id` that equal an id, which is compared as text: `'1'` and the number 1. */
export function formsOfId(id: string): (string | number)[] {
  const number = Number(id);
  return String(number) === id && Number.isSafeInteger(number) ? [id, number] : [id];
}

/** Whether a condition on ids is one range of numbers and one of text. */
export function isIdRange({ operator, values }: Leaf): boolean {
  return comparisonOf(operator) !== undefined && values.length === 1;
}

/** The part of a range that ids of one type fulfil, on the column `id`. Numbers sort before text. */
export function idRange({ operator, values }: Leaf, type: 'number' | 'text'): Sql {
  const compared = comparisonOf(operator) ?? raw('=');
  const text = String(values[0]);
  if (type === 'text') return sql`(id ${compared} ${text} AND id >= '')`;
  const number = Number(text);
  if (Number.isNaN(number)) return raw('FALSE');
  return sql`(id ${compared} ${boundNumber(number)} AND id < '')`;
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
