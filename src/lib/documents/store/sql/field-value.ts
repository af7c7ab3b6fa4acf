import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { type FieldPath, pathReadings } from '../../schema/field-path.ts';

/** The table that these expressions read is named `d` in every statement. */
const BODY = 'd.body';

/** The field's JSON type as SQLite names it; NULL when it is absent. */
export function fieldType(path: FieldPath): Sql {
  return firstOf(pathReadings(path).map((reading) => `json_type(${BODY}, ${reading})`));
}

/**
 * The field's value as SQL has it, NULL when it is null or absent: numbers before strings, as lists are sorted. For
 * a field without numbers in its path it is, to the letter, the expression of its index.
 */
export function fieldValue(path: FieldPath): Sql {
  return firstOf(pathReadings(path).map((reading) => `json_extract(${BODY}, ${reading})`));
}

/**
 * The field's value as json-server compares it: as JavaScript's `String(value)` writes it, arrays joined by commas.
 * NULL, which no filter matches, for null, for an object and for an absent field.
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

/** A document cut down to some of its own fields, as JSON text, the values as they are stored. */
export function onlyFields(fields: readonly string[]): Sql {
  const members = fields.map((name) => {
    const path = `'$."${name}"'`;
    return raw(`coalesce('"${name}":' || (${BODY} -> ${path}) || ',', '')`);
  });
  return sql`'{' || rtrim(${join(members, ' || ')}, ',') || '}'`;
}

/** The body without some fields, whose names another part of the answer takes. */
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
