import sql, { raw, type Sql } from 'sql-template-tag';
import type { Scalar } from '../../../query/filter/condition.ts';
import type { FieldReference } from '../../../schema/field-reference.ts';
import { anyOf } from '../balanced.ts';
import { fieldJson, fieldValue } from '../field-value.ts';
import { listOf } from '../list-of.ts';

const FALSE = raw('FALSE');
const OWN = raw('field.json');

/** SQL: the field has one of these values, of the same type. */
export function isAnyOf(field: FieldReference, values: readonly Scalar[]): Sql {
  const { path, scalars } = field;
  if (scalars === null || (scalars.has('boolean') && scalars.size > 1)) {
    return sql`(SELECT ${amongScalars(raw('json_type(field.json)'), sql`${OWN} ->> '$'`, values)}
      FROM (SELECT ${fieldJson(path)} AS json) AS field)`;
  }
  const isNull = values.includes(null) ? [sql`${fieldJson(path)} = 'null'`] : [];
  return anyOf([isOneOf(field, values.flatMap(storedValue)), ...isNull]);
}

/** SQL: the field exists, and has none of these values. Null, arrays and objects are values too. */
export function isNoneOf({ path }: FieldReference, values: readonly Scalar[]): Sql {
  return sql`(SELECT ${OWN} IS NOT NULL
    AND NOT ${amongScalars(raw('json_type(field.json)'), sql`${OWN} ->> '$'`, values)}
    FROM (SELECT ${fieldJson(path)} AS json) AS field)`;
}

/** SQL: the field is an array with one of these values, of the same type. */
export function hasItem({ path }: FieldReference, values: readonly Scalar[]): Sql {
  return sql`(SELECT json_type(${OWN}) = 'array' AND EXISTS (
    SELECT 1 FROM json_each(${OWN}) AS item WHERE ${amongScalars(raw('item.type'), raw('item.value'), values)}
  ) FROM (SELECT ${fieldJson(path)} AS json) AS field)`;
}

/** SQL: a field of strings and numbers, or of booleans, has one of these values. An index finds them. */
export function isOneOf(field: FieldReference, values: readonly (string | number)[]): Sql {
  const [only, ...others] = values;
  if (only === undefined) return FALSE;
  return others.length === 0
    ? sql`${fieldValue(field)} = ${only}`
    : sql`${fieldValue(field)} IN ${listOf(values)}`;
}

/** SQLite extracts JSON booleans as 0 and 1. */
function storedValue(value: Scalar): (string | number)[] {
  if (value === null) return [];
  return [typeof value === 'boolean' ? Number(value) : value];
}

/** SQL: a value of this JSON type is one of the scalars. */
function amongScalars(type: Sql, value: Sql, scalars: readonly Scalar[]): Sql {
  const among = (kind: 'string' | 'number') => {
    const values = scalars.filter((scalar) => typeof scalar === kind);
    return values.length === 0 ? FALSE : sql`${value} IN ${listOf(values)}`;
  };
  const includes = (scalar: Scalar) => raw(scalars.includes(scalar) ? 'TRUE' : 'FALSE');
  return sql`CASE ${type} WHEN 'text' THEN ${among('string')}
    WHEN 'integer' THEN ${among('number')} WHEN 'real' THEN ${among('number')}
    WHEN 'true' THEN ${includes(true)} WHEN 'false' THEN ${includes(false)} WHEN 'null' THEN ${includes(null)}
    ELSE FALSE END`;
}
