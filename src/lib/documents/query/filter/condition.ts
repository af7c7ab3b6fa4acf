import { Problem } from '../../../http/problem/problem.ts';
import { MAX_CONDITIONS } from '../../limits.ts';
import type { FieldReference } from '../field-reference.ts';

/** The condition on a document: a tree whose leaves compare one field each. */
export type Condition = Group | Leaf;

interface Group {
  kind: 'and' | 'or';
  /** An empty `and` matches everything, an empty `or` nothing. Only the root is empty; see `and` and `or`. */
  conditions: readonly Condition[];
}

/** A comparison of one field. It holds for any of the values; `ne` and `isNot` hold for all of them. */
export type Leaf = TextLeaf | ScalarLeaf | ExistsLeaf;

interface OfField {
  kind: 'leaf';
  field: FieldReference;
}

/** Compares the field as text (`eq`, `ne`, `like`), by order, or a part of it, if it is a string. */
export interface TextLeaf extends OfField {
  operator: 'eq' | 'ne' | 'gte' | 'lte' | 'gt' | 'lt' | 'like' | PartOperator;
  /** At least one. */
  values: readonly string[];
}

type PartOperator = 'contains' | 'startsWith' | 'endsWith';

/** Compares the field, or the items of an array (`has`), with values of the same type. */
export interface ScalarLeaf extends OfField {
  operator: 'is' | 'isNot' | 'has';
  /** Without values, `is` and `has` match nothing. */
  values: readonly Scalar[];
}

export type Scalar = string | number | boolean | null;

/** Whether the field is present and not null. */
export interface ExistsLeaf extends OfField {
  operator: 'exists';
  values: readonly boolean[];
}

export type Operator = Leaf['operator'];

export const EVERYTHING: Group = { kind: 'and', conditions: [] };
const NOTHING: Group = { kind: 'or', conditions: [] };

/** Requires all conditions. Nested `and` groups are flattened, so that `requiredLeaves` finds their leaves. */
export function and(conditions: readonly Condition[]): Condition {
  if (conditions.some(isNothing)) return NOTHING;
  return group('and', conditions);
}

/** Requires at least one of the conditions. */
export function or(conditions: readonly Condition[]): Condition {
  if (conditions.some(isEverything)) return EVERYTHING;
  return group('or', conditions);
}

export function isEverything(condition: Condition): boolean {
  return condition.kind === 'and' && condition.conditions.length === 0;
}

function isNothing(condition: Condition): boolean {
  return condition.kind === 'or' && condition.conditions.length === 0;
}

function group(kind: Group['kind'], conditions: readonly Condition[]): Condition {
  const flat = conditions.flatMap((condition) =>
    condition.kind === kind ? condition.conditions : [condition],
  );
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? only : { kind, conditions: flat };
}

/** The leaves that every match satisfies: those outside any `or`. */
export function requiredLeaves(condition: Condition): Leaf[] {
  if (condition.kind === 'leaf') return [condition];
  return condition.kind === 'and' ? condition.conditions.flatMap(requiredLeaves) : [];
}

/** All leaves of the tree, in order. */
export function allLeaves(condition: Condition): Leaf[] {
  return condition.kind === 'leaf' ? [condition] : condition.conditions.flatMap(allLeaves);
}

/** Whether a leaf finds documents by equal values of its field. */
export function isEquality({ operator }: Leaf): boolean {
  return operator === 'eq' || operator === 'is';
}

/** @throws Problem 400 for more than 30 comparisons in the whole tree */
export function checkSize(condition: Condition): void {
  const conditions = allLeaves(condition).reduce((count, leaf) => count + comparisonsOf(leaf), 0);
  if (conditions <= MAX_CONDITIONS) return;
  throw new Problem(
    'query-too-large',
    `The query has ${conditions} conditions; at most ${MAX_CONDITIONS} are allowed.`,
  );
}

const LIST_OPERATORS: readonly Operator[] = ['eq', 'ne', 'is', 'isNot', 'has', 'exists'];

/** A list of equal or unequal values is one comparison, however long. */
function comparisonsOf({ operator, values }: Leaf): number {
  return LIST_OPERATORS.includes(operator) ? 1 : values.length;
}
