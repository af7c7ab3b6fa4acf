import sql, { raw, type Sql } from 'sql-template-tag';
import type { Condition, Leaf, TextLeaf } from '../../query/condition.ts';
import { type FieldReference, isId } from '../../query/field-reference.ts';
import { allOf, anyOf } from './balanced.ts';
import { fieldJson, fieldText, fieldValue, textOfJson } from './field-value.ts';
import { listOf } from './list-of.ts';
import { startsInRange } from './prefix.ts';
import { hasItem, isAnyOf, isNoneOf, isOneOf } from './scalar-condition.ts';
import {
  contains,
  isOnePhrase,
  isSearchable,
  matchesByScan,
  matchesBySearch,
  type Position,
  prefilterExactly,
} from './substring.ts';

const ALWAYS = raw('TRUE');
const NEVER = raw('FALSE');

/** A tree of conditions as SQL that can use the indexes of its fields. */
export function conditionOf(condition: Condition, collection: string): Sql {
  if (condition.kind === 'leaf') return leafCondition(condition, collection);
  const { kind, conditions } = condition;
  if (conditions.length === 0) return kind === 'and' ? ALWAYS : NEVER;
  const parts = conditions.map((part) => conditionOf(part, collection));
  return kind === 'and' ? allOf(parts) : anyOf(parts);
}

function leafCondition(leaf: Leaf, collection: string): Sql {
  const { field } = leaf;
  switch (leaf.operator) {
    case 'eq':
      return equals(field, leaf.values);
    case 'ne':
      return sql`${identityOf(field)} NOT IN ${listOf(leaf.values)}`;
    case 'is':
      return isId(field) ? sql`d.id IN ${listOf(leaf.values)}` : isAnyOf(field, leaf.values);
    case 'isNot':
      return isId(field) ? sql`d.id NOT IN ${listOf(leaf.values)}` : isNoneOf(field, leaf.values);
    case 'has':
      return narrowed(leaf, hasItem(field, leaf.values), collection);
    case 'exists':
      return anyOf(
        leaf.values.map(
          (exists) => sql`${fieldValue(field.path)} ${raw(exists ? 'IS NOT NULL' : 'IS NULL')}`,
        ),
      );
    case 'like':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return narrowed(leaf, anyOf(leaf.values.map((needle) => holds(leaf, needle))), collection);
    default: {
      const operator = COMPARISON[leaf.operator];
      return anyOf(leaf.values.map((value) => compares(field, operator, value)));
    }
  }
}

/** SQL of `q`: some value contains the text. */
export function searchCondition(text: string, collection: string): Sql {
  if (!isSearchable(text)) return matchesByScan(text);
  const found = matchesBySearch([text], collection);
  return isOnePhrase(text) ? found : sql`${found} AND ${matchesByScan(text)}`;
}

/** Whether an index finds the matches: that of a field, of ids, or of the search. */
export function canUseIndex(condition: Condition): boolean {
  if (condition.kind === 'leaf') {
    return condition.field.isIndexed || isId(condition.field) || searchable(condition) !== null;
  }
  const { kind, conditions } = condition;
  return kind === 'and' ? conditions.some(canUseIndex) : conditions.every(canUseIndex);
}

/** SQL: equality as text. */
function equals(field: FieldReference, values: readonly string[]): Sql {
  if (isId(field)) return sql`d.id IN ${listOf(values)}`;
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
function compares({ path, scalars }: FieldReference, operator: Sql, value: string): Sql {
  const number = Number(value);
  const numeric = Number.isNaN(number) ? NEVER : sql`${fieldValue(path)} ${operator} ${bound(number)}`;
  const textual = sql`${fieldValue(path)} ${operator} ${value}`;
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

const POSITION: Readonly<Record<string, Position>> = { startsWith: 'start', endsWith: 'end' };

/** SQL: whether the field contains the text. `like` reads any value as text, the other operators only strings. */
function holds({ field, operator }: TextLeaf, needle: string): Sql {
  if (operator === 'like') return contains(fieldText(field.path), needle);
  const position = POSITION[operator] ?? 'anywhere';
  if (!isId(field) && !isString(field)) {
    const own = raw('field.json');
    return sql`(SELECT CASE json_type(${own}) WHEN 'text' THEN ${contains(sql`${own} ->> '$'`, needle, position)}
      ELSE FALSE END FROM (SELECT ${fieldJson(field.path)} AS json) AS field)`;
  }
  const text = isId(field) ? raw('d.id') : fieldValue(field.path);
  const holding = contains(text, needle, position);
  const range = position === 'start' && (isId(field) || field.isIndexed) ? startsInRange(text, needle) : null;
  return range === null ? holding : sql`(${range} AND ${holding})`;
}

function isString({ scalars }: FieldReference): boolean {
  return scalars?.size === 1 && scalars.has('string');
}

/** A condition with that of the search index before it, if the index finds every match. */
function narrowed(leaf: Leaf, condition: Sql, collection: string): Sql {
  const needles = searchable(leaf);
  return needles === null ? condition : sql`(${matchesBySearch(needles, collection)} AND ${condition})`;
}

/** The texts of which the search index has one in every match, or `null` when it may lack them. */
function searchable({ field, operator, values }: Leaf): string[] | null {
  const found: string[] = [];
  for (const value of values) {
    if (typeof value !== 'string' || !isSearchable(value)) return null;
    if (!SEARCHED.includes(operator) || (operator === 'like' && crossesValues(value, field))) return null;
    if (operator === 'startsWith' && field.isIndexed && isString(field)) return null;
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

/** The expression that equality compares. The id has a column of its own. */
function identityOf(field: FieldReference): Sql {
  return isId(field) ? raw('d.id') : fieldText(field.path);
}
