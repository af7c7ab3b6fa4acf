import sql, { raw, type Sql } from 'sql-template-tag';
import type { Collection } from '../../schema/collection.ts';
import { table } from './names.ts';

/** The values of the column `id` that equal an id, which is compared as text: `'1'` and the number 1. */
export function formsOfId(id: string): (string | number)[] {
  const number = Number(id);
  return String(number) === id && Number.isSafeInteger(number) ? [id, number] : [id];
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
