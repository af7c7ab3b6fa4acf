import { type FieldPath, pathReadings } from '../../schema/field-path.ts';

/** Follows each value of a document in the search table. In SQL, it is `char(31)`. */
export const SEPARATOR = '\u001f';

/**
 * SQL of the text that the search table has for a body: its values, or those of some fields. As in json-server, values
 * that JavaScript treats as false have no text. SQLite writes fractions with at most 15 digits.
 *
 * @param fields `true` for all fields
 */
export function searchTextOf(body: string, fields: true | readonly FieldPath[]): string {
  return `(
    SELECT coalesce(group_concat(CASE leaf.type WHEN 'true' THEN 'true' ELSE leaf.atom END, char(31)) || char(31), '')
    FROM ${leavesOf(body, fields)} AS leaf
    WHERE leaf.type IN ('text', 'integer', 'real', 'true') AND leaf.atom NOT IN ('', 0)
  )`;
}

/** SQL of a table with the values in a body, or in some of its fields. */
export function leavesOf(body: string, fields: true | readonly FieldPath[]): string {
  if (fields === true) return `json_tree(${body})`;
  const paths = fields.flatMap(pathReadings).map((reading) => reading.slice(1, -1));
  // D1 allows five SELECTs in a UNION, so the paths are rows.
  return `(SELECT tree.type, tree.atom FROM json_each('${JSON.stringify(paths)}') AS field, json_tree(${body}, field.value) AS tree)`;
}
