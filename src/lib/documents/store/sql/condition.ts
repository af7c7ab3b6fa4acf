import sql, { raw, type Sql } from 'sql-template-tag';
import { type FieldReference, isId } from '../../query/field-reference.ts';
import type { Filter } from '../../query/list-query.ts';
import type { Collection } from '../../schema/collection.ts';
import { anyOf } from './balanced.ts';
import { fieldJson, fieldText, fieldValue, textOfJson } from './field-value.ts';
import { formsOfId } from './id.ts';
import {
  contains,
  isOnePhrase,
  isSearchable,
  matchesByScan,
  matchesBySearch,
  prefilterExactly,
} from './substring.ts';

const NEVER = raw('FALSE');

/** A filter as SQL that can use the index of its field. */
export function conditionOf(filter: Filter, collection: Collection): Sql {
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

/** SQL of `q`: some value contains the text. */
export function searchCondition(text: string, collection: Collection): Sql {
  const scan = matchesByScan(text, collection);
  if (collection.search === false || !isSearchable(text)) return scan;
  const found = matchesBySearch([text], collection);
  return isOnePhrase(text) ? found : sql`${found} AND ${scan}`;
}

/** Whether an index finds the matches: that of the field, of ids, or of the search. */
export function canUseIndex({ field, operator, values }: Filter): boolean {
  return field.isIndexed || isId(field) || (operator === 'like' && canSearch(field, values));
}

function equals(field: FieldReference, values: readonly string[]): Sql {
  if (isId(field)) return sql`d.id IN ${listOf(values.flatMap(formsOfId))}`;
  const { scalars } = field;
  if (scalars?.has('boolean') && scalars.size === 1) return isOneOf(field, values.flatMap(booleanOf));
  if (scalars === null || scalars.has('boolean')) {
    const isAmong = sql`${fieldText(field.path)} IN ${listOf(values)}`;
    const [value = '', ...others] = values;
    return others.length === 0 && isWrittenVerbatim(value)
      ? sql`(${prefilterExactly(value)} AND ${isAmong})`
      : isAmong;
  }
  const candidates = values.flatMap((value) => [
    ...(scalars.has('string') ? [value] : []),
    ...(scalars.has('number') && String(Number(value)) === value ? [Number(value)] : []),
  ]);
  return isOneOf(field, candidates);
}

function isOneOf(field: FieldReference, candidates: readonly (string | number)[]): Sql {
  const [only, ...others] = candidates;
  if (only === undefined) return NEVER;
  return others.length === 0
    ? sql`${fieldValue(field)} = ${only}`
    : sql`${fieldValue(field)} IN ${listOf(candidates)}`;
}

/** SQLite extracts JSON booleans as 0 and 1. */
function booleanOf(text: string): number[] {
  if (text === 'true') return [1];
  return text === 'false' ? [0] : [];
}

/** Whether JSON writes the value exactly as it is compared: not fractions, nor text that may be a joined array. */
function isWrittenVerbatim(value: string): boolean {
  return /^\d+$/.test(value) || (/^[\w :@.+-]+$/.test(value) && Number.isNaN(Number(value)));
}

const COMPARISON = { gte: raw('>='), lte: raw('<='), gt: raw('>'), lt: raw('<') };

/** Compares as JavaScript does: strings with strings, everything else as numbers. */
function compares(field: FieldReference, operator: Sql, value: string): Sql {
  const { path, scalars } = field;
  const number = Number(value);
  const numeric = Number.isNaN(number) ? NEVER : sql`${fieldValue(field)} ${operator} ${bound(number)}`;
  const textual = sql`${fieldValue(field)} ${operator} ${value}`;
  if (scalars?.size === 1) return scalars.has('string') ? textual : numeric;
  const own = raw('field.json');
  const numericJson = Number.isNaN(number) ? NEVER : sql`${own} ->> '$' ${operator} ${bound(number)}`;
  // Arrays compare as text, and objects as nothing.
  return sql`(SELECT CASE json_type(${own})
    WHEN 'text' THEN ${own} ->> '$' ${operator} ${value}
    WHEN 'array' THEN ${textOfJson(own)} ${operator} ${value}
    WHEN 'object' THEN FALSE WHEN 'null' THEN FALSE
    ELSE ${numericJson} END FROM (SELECT ${fieldJson(path)} AS json) AS field)`;
}

/** D1 cannot bind infinities. */
function bound(number: number): Sql {
  if (Number.isFinite(number)) return sql`${number}`;
  return raw(number > 0 ? '9e999' : '-9e999');
}

function like(field: FieldReference, needles: readonly string[], collection: Collection): Sql {
  const holds = anyOf(needles.map((needle) => contains(fieldText(field.path), needle)));
  return canSearch(field, needles) ? sql`${matchesBySearch(needles, collection)} AND ${holds}` : holds;
}

/** Whether the search index finds every document whose field contains one of the texts. */
function canSearch(field: FieldReference, needles: readonly string[]): boolean {
  return field.isSearched && needles.every((needle) => isSearchable(needle) && !crossesValues(needle, field));
}

/** Text the search index cannot contain: it spans array items, or is part of `false`, which is not indexed. */
function crossesValues(needle: string, { scalars }: FieldReference): boolean {
  return (
    (scalars === null && needle.includes(',')) ||
    (scalars?.has('boolean') !== false && 'false'.includes(needle.toLowerCase()))
  );
}

/** The expression that equality compares. The id has a column of its own. */
function identityOf(field: FieldReference): Sql {
  return isId(field) ? raw('CAST(d.id AS TEXT)') : fieldText(field.path);
}

/** A list of any length as one bound value. D1 binds at most 100 per statement. */
function listOf(values: readonly (string | number)[]): Sql {
  return sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
}
