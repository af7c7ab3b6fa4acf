import sql, { raw, type Sql } from 'sql-template-tag';
import { type FieldReference, type Filter, isId } from '../../query/list-query.ts';
import { fieldText, fieldType, fieldValue } from './field-value.ts';
import { anyOf, contains, foundByReading, foundBySearch, isSearchable, mayHoldExactly } from './substring.ts';

const NEVER = raw('FALSE');

/** A filter of a collection as SQL that can use the field's index. */
export function conditionOf(filter: Filter, collection: string): Sql {
  switch (filter.operator) {
    case 'eq':
      return equals(filter.field, filter.values);
    case 'ne':
      return sql`${identityOf(filter.field)} NOT IN ${listOf(filter.values)}`;
    case 'like':
      return like(filter.field, filter.values, collection);
    default: {
      const operator = COMPARISON[filter.operator];
      return anyOf(filter.values.map((value) => compares(filter.field, operator, value)));
    }
  }
}

/** `q`: the text is part of some value. */
export function searchCondition(text: string, collection: string): Sql {
  return isSearchable(text) ? foundBySearch([text], collection) : foundByReading(text);
}

/** Can an index find what the condition asks for: the field's own, that of ids, or that of the search? */
export function canUseIndex({ field, operator, values }: Filter): boolean {
  return field.isIndexed || isId(field) || (operator === 'like' && canSearch(field, values));
}

function equals(field: FieldReference, values: readonly string[]): Sql {
  if (isId(field)) return sql`d.id IN ${listOf(values)}`;
  const { scalars } = field;
  if (scalars?.has('boolean') && scalars.size === 1) return isOneOf(field, values.flatMap(booleanOf));
  if (scalars === null || scalars.has('boolean')) {
    const isAmong = sql`${fieldText(field.path)} IN ${listOf(values)}`;
    const [value = '', ...others] = values;
    return others.length === 0 && isWordOrWhole(value)
      ? sql`(${mayHoldExactly(value)} AND ${isAmong})`
      : isAmong;
  }
  const candidates = values.flatMap((value) => [
    ...(scalars.has('string') ? [value] : []),
    ...(scalars.has('number') && String(Number(value)) === value ? [Number(value)] : []),
  ]);
  return isOneOf(field, candidates);
}

function isOneOf({ path }: FieldReference, candidates: readonly (string | number)[]): Sql {
  const [only, ...others] = candidates;
  if (only === undefined) return NEVER;
  return others.length === 0
    ? sql`${fieldValue(path)} = ${only}`
    : sql`${fieldValue(path)} IN ${listOf(candidates)}`;
}

/** SQLite has JSON's booleans as numbers. */
function booleanOf(text: string): number[] {
  if (text === 'true') return [1];
  return text === 'false' ? [0] : [];
}

/** Other numbers, and what may be a join of an array's values, are not always written as they are compared. */
function isWordOrWhole(value: string): boolean {
  return /^\d+$/.test(value) || (/^[\w :@.+-]+$/.test(value) && Number.isNaN(Number(value)));
}

const COMPARISON = { gte: raw('>='), lte: raw('<='), gt: raw('>'), lt: raw('<') };

/** As JavaScript compares the parameter with the stored value: strings with strings, anything else as numbers. */
function compares({ path, scalars }: FieldReference, operator: Sql, value: string): Sql {
  const number = Number(value);
  const numeric = Number.isNaN(number) ? NEVER : sql`${fieldValue(path)} ${operator} ${bound(number)}`;
  const textual = sql`${fieldValue(path)} ${operator} ${value}`;
  if (scalars?.size === 1) return scalars.has('string') ? textual : numeric;
  // An array or an object is text in SQL, but not a string to compare.
  return sql`CASE ${fieldType(path)} WHEN 'text' THEN ${textual}
    WHEN 'integer' THEN ${numeric} WHEN 'real' THEN ${numeric} WHEN 'true' THEN ${numeric} WHEN 'false' THEN ${numeric}
    WHEN 'array' THEN ${fieldText(path)} ${operator} ${value} END`;
}

/** Infinities are no values that D1 binds. */
function bound(number: number): Sql {
  if (Number.isFinite(number)) return sql`${number}`;
  return raw(number > 0 ? '9e999' : '-9e999');
}

function like(field: FieldReference, needles: readonly string[], collection: string): Sql {
  const holds = anyOf(needles.map((needle) => contains(fieldText(field.path), needle)));
  return canSearch(field, needles) ? sql`${foundBySearch(needles, collection)} AND ${holds}` : holds;
}

/** Does the search index find all documents whose field holds one of the texts? */
function canSearch(field: FieldReference, needles: readonly string[]): boolean {
  return needles.every((needle) => isSearchable(needle) && !spansValues(needle, field));
}

/** Text that the search index has not in one piece: a join of an array's values, or the word for a false. */
function spansValues(needle: string, { scalars }: FieldReference): boolean {
  return (
    (scalars === null && needle.includes(',')) ||
    (scalars?.has('boolean') !== false && 'false'.includes(needle.toLowerCase()))
  );
}

/** What equality means for a field: the id has a column of its own. */
function identityOf(field: FieldReference): Sql {
  return isId(field) ? raw('d.id') : fieldText(field.path);
}

/** A list of any length as one bound value: D1 binds 100 at most. */
function listOf(values: readonly (string | number)[]): Sql {
  return sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
}
