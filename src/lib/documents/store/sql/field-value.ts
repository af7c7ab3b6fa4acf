import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { type FieldPath, pathReadings } from '../../schema/field-path.ts';

/** Every statement names the table `d`. */
const BODY = 'd.body';

/** The JSON type of the field, in SQLite's words; NULL when it is absent. */
export function fieldType(path: FieldPath): Sql {
  return firstOf(pathReadings(path).map((reading) => `json_type(${BODY}, ${reading})`));
}

/**
 * The value of the field in SQL; NULL when it is null or absent. Numbers sort before strings. Without numbers in the
 * path, the text equals the expression of the field's index, as SQLite requires to use it.
 */
export function fieldValue(path: FieldPath): Sql {
  return firstOf(pathReadings(path).map((reading) => `json_extract(${BODY}, ${reading})`));
}

/**
 * The value of the field as json-server compares it: JavaScript's `String(value)`, arrays joined by commas. NULL, which
 * no filter matches, for null, an object and an absent field.
 */
export function fieldText(path: FieldPath): Sql {
  const readings = pathReadings(path);
  return firstOf(
    readings.map(
      (reading) => `CASE json_type(${BODY}, ${reading})
        WHEN 'text' THEN json_extract(${BODY}, ${reading})
        WHEN 'integer' THEN ${BODY} -> ${reading}
        WHEN 'real' THEN ${BODY} -> ${reading}
        WHEN 'true' THEN 'true'
        WHEN 'false' THEN 'false'
        WHEN 'array' THEN coalesce((
          SELECT group_concat(CASE e.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE coalesce(e.value, '') END, ',')
          FROM json_each(${BODY}, ${reading}) AS e), '')
      END`,
    ),
  );
}

/** The JSON text of a document with only some of its fields, their values verbatim. */
export function onlyFields(fields: readonly string[]): Sql {
  const members = fields.map((name) => {
    const path = `'$."${name}"'`;
    return raw(`coalesce('"${name}":' || (${BODY} -> ${path}) || ',', '')`);
  });
  return sql`'{' || rtrim(${join(members, ' || ')}, ',') || '}'`;
}

/** The body without the fields whose names relations use. */
export function bodyWithout(fields: readonly string[]): Sql {
  let body = raw(BODY);
  for (const name of fields) {
    const path = raw(`'$."${name}"'`);
    body = sql`CASE WHEN json_type(${raw(BODY)}, ${path}) IS NULL THEN ${body} ELSE json_remove(${body}, ${path}) END`;
  }
  return body;
}

function firstOf(expressions: readonly string[]): Sql {
  const [only = ''] = expressions;
  if (expressions.length < 2) return only === '' ? empty : raw(only);
  return sql`coalesce(${join(expressions.map(raw))})`;
}
