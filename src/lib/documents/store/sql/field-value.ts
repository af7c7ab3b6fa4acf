import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { type FieldReference, isId } from '../../query/field-reference.ts';
import { type FieldPath, pathReadings } from '../../schema/field-path.ts';
import { columnOf, identifier } from '../../tables/definition/identifiers.ts';
import { anyOf, balanced } from './balanced.ts';

/** Every statement names the table `d`. */
const BODY = 'd.body';

/** The JSON text of the field; NULL when it is absent. */
export function fieldJson(path: FieldPath): Sql {
  return firstOf(pathReadings(path).map((reading) => `${BODY} -> ${reading}`));
}

/** The value of the field in SQL; NULL when it is null or absent. Numbers sort before strings. */
export function fieldValue(field: FieldReference): Sql {
  const { path, isColumn } = field;
  if (isId(field)) return raw('d.id');
  if (isColumn) return raw(`d.${identifier(columnOf(path))}`);
  return firstOf(pathReadings(path).map((reading) => `json_extract(${BODY}, ${reading})`));
}

/**
 * The value of the field as json-server compares it: JavaScript's `String(value)`, arrays joined by commas. NULL, which
 * no filter matches, for null, an object and an absent field.
 */
export function fieldText(path: FieldPath): Sql {
  return sql`(SELECT ${textOfJson(raw('field.json'))} FROM (SELECT ${fieldJson(path)} AS json) AS field)`;
}

/** `fieldText` of JSON text. */
export function textOfJson(json: Sql): Sql {
  return sql`CASE json_type(${json})
    WHEN 'text' THEN ${json} ->> '$'
    WHEN 'array' THEN coalesce((
      SELECT group_concat(CASE e.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE coalesce(e.value, '') END, ',')
      FROM json_each(${json}) AS e), '')
    WHEN 'object' THEN NULL WHEN 'null' THEN NULL
    ELSE ${json} END`;
}

/** The JSON text of a document with only some of its fields, their values verbatim. */
export function onlyFields(fields: readonly string[]): Sql {
  if (fields.length === 0) return raw("'{}'");
  const members = fields.map((name) => {
    const path = `'$."${name}"'`;
    return raw(`coalesce('"${name}":' || (${BODY} -> ${path}) || ',', '')`);
  });
  return sql`'{' || rtrim(${balanced(members, (left, right) => sql`(${left} || ${right})`)}, ',') || '}'`;
}

/** The body without the fields whose names relations use. */
export function bodyWithout(fields: readonly string[]): Sql {
  if (fields.length === 0) return raw(BODY);
  const paths = fields.map((name) => `'$."${name}"'`);
  const isPresent = anyOf(paths.map((path) => raw(`json_type(${BODY}, ${path}) IS NOT NULL`)));
  return sql`CASE WHEN ${isPresent} THEN json_remove(${raw(BODY)}, ${raw(paths.join(', '))}) ELSE ${raw(BODY)} END`;
}

function firstOf(expressions: readonly string[]): Sql {
  const [only = ''] = expressions;
  if (expressions.length < 2) return only === '' ? empty : raw(only);
  return sql`coalesce(${join(expressions.map(raw))})`;
}
