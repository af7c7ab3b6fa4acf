import sql, { raw, type Sql } from 'sql-template-tag';
import type { Condition, Leaf, Scalar } from '../../../query/filter/condition.ts';
import { type FieldReference, isId } from '../../../schema/field-reference.ts';
import { allOf, anyOf } from '../balanced.ts';
import { boundNumber, comparisonOf } from '../comparison.ts';
import { fieldJson, fieldText, fieldValue, textOfJson } from '../field-value.ts';
import { formsOfId } from '../id.ts';
import { listOf } from '../list-of.ts';
import { partOf } from './part-condition.ts';
import { hasItem, isAnyOf, isNoneOf, isOneOf } from './scalar-condition.ts';
import { prefilterExactly } from './substring.ts';

const ALWAYS = raw('TRUE');
const NEVER = raw('FALSE');

/** A tree of conditions as SQL that can use the indexes of its fields. */
export function conditionOf(condition: Condition): Sql {
  if (condition.kind === 'leaf') return leafCondition(condition);
  const { kind, conditions } = condition;
  if (conditions.length === 0) return kind === 'and' ? ALWAYS : NEVER;
  const parts = conditions.map(conditionOf);
  return kind === 'and' ? allOf(parts) : anyOf(parts);
}

function leafCondition(leaf: Leaf): Sql {
  const { field } = leaf;
  switch (leaf.operator) {
    case 'eq':
      return equals(field, leaf.values);
    case 'ne':
      return sql`${identityOf(field)} NOT IN ${listOf(leaf.values)}`;
    case 'is':
      return isId(field)
        ? sql`d.id IN ${listOf(leaf.values.flatMap((id) => formsOfId(String(id))))}`
        : prefiltered(field, leaf.values, isAnyOf(field, leaf.values));
    case 'isNot':
      return isId(field)
        ? sql`${identityOf(field)} NOT IN ${listOf(leaf.values)}`
        : isNoneOf(field, leaf.values);
    case 'has':
      return hasItem(field, leaf.values);
    case 'exists':
      return anyOf(
        leaf.values.map((exists) => sql`${fieldValue(field)} ${raw(exists ? 'IS NOT NULL' : 'IS NULL')}`),
      );
    case 'like':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return anyOf(leaf.values.map((needle) => partOf(leaf, needle)));
    default: {
      const operator = comparisonOf(leaf.operator);
      if (operator === undefined) throw new TypeError(`There is no SQL for ${leaf.operator}.`);
      return anyOf(leaf.values.map((value) => compares(field, raw(operator), value)));
    }
  }
}

/** Whether the condition of a leaf is one range, or equal values, of the column of its field. */
export function isIndexable({ field, operator, values }: Leaf): boolean {
  const { isColumn, scalars } = field;
  if (!isColumn || scalars === null) return false;
  if (operator === 'exists') return values.length === 1;
  if (comparisonOf(operator) !== undefined) return scalars.size === 1 && values.length === 1;
  const isPlain = !scalars.has('boolean') || scalars.size === 1;
  return operator === 'eq'
    ? isPlain
    : operator === 'is' && isPlain && !values.some((value) => value === null);
}

/** SQL: equality as text. */
function equals(field: FieldReference, values: readonly string[]): Sql {
  if (isId(field)) return sql`d.id IN ${listOf(values.flatMap(formsOfId))}`;
  const { scalars } = field;
  if (scalars?.has('boolean') && scalars.size === 1) return isOneOf(field, values.flatMap(booleanOf));
  if (scalars === null || scalars.has('boolean')) {
    return prefiltered(field, values, sql`${fieldText(field.path)} IN ${listOf(values)}`);
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

/** A comparison that parses JSON, after a cheap one that is false for most other documents. */
function prefiltered(field: FieldReference, values: readonly Scalar[], condition: Sql): Sql {
  const isCandidate = prefilterOf(field, values);
  return isCandidate === null ? condition : sql`(${isCandidate} AND ${condition})`;
}

/** The cheap comparison, or `null` if there is none. */
export function prefilterOf({ scalars }: FieldReference, values: readonly Scalar[]): Sql | null {
  const [value, ...others] = values;
  const isCheap = others.length === 0 && typeof value === 'string' && isWrittenVerbatim(value);
  const parsesJson = scalars === null || scalars.has('boolean');
  return parsesJson && isCheap ? prefilterExactly(value) : null;
}

/** Whether JSON writes the value exactly as it is compared: not fractions, nor text that may be a joined array. */
function isWrittenVerbatim(value: string): boolean {
  return /^\d+$/.test(value) || (/^[\w :@.+-]+$/.test(value) && Number.isNaN(Number(value)));
}

/** Compares as JavaScript does: strings with strings, everything else as numbers. */
function compares(field: FieldReference, operator: Sql, value: string): Sql {
  const { path, scalars } = field;
  const number = Number(value);
  const numeric = Number.isNaN(number) ? NEVER : sql`${fieldValue(field)} ${operator} ${boundNumber(number)}`;
  const textual = sql`${fieldValue(field)} ${operator} ${value}`;
  if (scalars?.size === 1) return scalars.has('string') ? textual : numeric;
  const own = raw('field.json');
  const numericJson = Number.isNaN(number) ? NEVER : sql`${own} ->> '$' ${operator} ${boundNumber(number)}`;
  // Arrays compare as text, and objects as nothing.
  return sql`(SELECT CASE json_type(${own})
    WHEN 'text' THEN ${own} ->> '$' ${operator} ${value}
    WHEN 'array' THEN ${textOfJson(own)} ${operator} ${value}
    WHEN 'object' THEN FALSE WHEN 'null' THEN FALSE
    ELSE ${numericJson} END FROM (SELECT ${fieldJson(path)} AS json) AS field)`;
}

/** The expression that equality compares. The id has a column of its own. */
function identityOf(field: FieldReference): Sql {
  return isId(field) ? raw('CAST(d.id AS TEXT)') : fieldText(field.path);
}
