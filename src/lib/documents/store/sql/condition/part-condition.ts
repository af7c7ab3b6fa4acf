import sql, { raw, type Sql } from 'sql-template-tag';
import { type FieldReference, isId } from '../../../query/field-reference.ts';
import type { Leaf, TextLeaf } from '../../../query/filter/condition.ts';
import { fieldJson, fieldText, fieldValue } from '../field-value.ts';
import { contains, isSearchable, type Position } from './substring.ts';

const POSITION: Partial<Readonly<Record<TextLeaf['operator'], Position>>> = {
  startsWith: 'start',
  endsWith: 'end',
};

/**
 * SQL: the field contains the text, at the position that the operator names. `like` reads any value as text, and the
 * other operators match only strings.
 */
export function partOf({ field, operator }: TextLeaf, needle: string): Sql {
  if (operator === 'like') return contains(fieldText(field.path), needle);
  const position = POSITION[operator] ?? 'anywhere';
  if (!isId(field) && !isString(field)) {
    const own = raw('field.json');
    return sql`(SELECT CASE json_type(${own}) WHEN 'text' THEN ${contains(sql`${own} ->> '$'`, needle, position)}
      ELSE FALSE END FROM (SELECT ${fieldJson(field.path)} AS json) AS field)`;
  }
  const text = isId(field) ? raw('CAST(d.id AS TEXT)') : fieldValue(field);
  return contains(text, needle, position);
}

function isString({ scalars }: FieldReference): boolean {
  return scalars?.size === 1 && scalars.has('string');
}

/** Texts of which the search table has at least one for every match; `null` if it may have none. */
export function searchedBy({ field, operator, values }: Leaf): string[] | null {
  if (!field.isSearched) return null;
  const found: string[] = [];
  for (const value of values) {
    if (typeof value !== 'string' || !isSearchable(value)) return null;
    if (!SEARCHED.includes(operator) || (operator === 'like' && crossesValues(value, field))) return null;
    found.push(value);
  }
  return found.length === 0 ? null : found;
}

const SEARCHED: readonly Leaf['operator'][] = ['like', 'contains', 'startsWith', 'endsWith', 'has'];

/** Text the search index cannot contain: it spans array items, or is part of `false`, which is not indexed. */
function crossesValues(needle: string, { scalars }: FieldReference): boolean {
  return (
    (scalars === null && needle.includes(',')) ||
    (scalars?.has('boolean') !== false && 'false'.includes(needle.toLowerCase()))
  );
}
