import sql, { raw, type Sql } from 'sql-template-tag';
import type { Leaf } from '../../../query/filter/condition.ts';
import { isId } from '../../../schema/field-reference.ts';
import { comparisonOf } from '../comparison.ts';
import { fieldJson } from '../field-value.ts';
import { prefilterOf } from './condition-sql.ts';
import { rowsOfContains } from './substring.ts';

const PARTS: readonly Leaf['operator'][] = ['like', 'contains', 'startsWith', 'endsWith'];

/** Rows that the check of a leaf reads for each candidate, items of arrays excepted. */
export function rowsPerCandidate({ operator, values }: Leaf): number {
  const loops = PARTS.includes(operator) ? values.map((needle) => rowsOfContains(String(needle))) : [];
  return loops.reduce((sum, rows) => sum + rows, values.length);
}

/**
 * SQL: the rows that the check of a leaf reads for the items of an array in the row `d`. It reads no row itself. `null`
 * if the check reads none, or if the schema allows no array.
 */
export function rowsOfItems(leaf: Leaf): Sql | null {
  const { field, operator, values } = leaf;
  const perItem = rowsPerItem(leaf);
  if (perItem === 0 || field.scalars !== null || isId(field)) return null;
  const rows = sql`coalesce(json_array_length(${fieldJson(field.path)}), 0) * ${raw(String(perItem))}`;
  const isCandidate = operator === 'eq' ? prefilterOf(field, values) : null;
  return isCandidate === null ? rows : sql`CASE WHEN ${isCandidate} THEN ${rows} ELSE 0 END`;
}

/** `has` reads an item and looks its value up. Comparisons of arrays as text join the items again for each value. */
function rowsPerItem({ operator, values }: Leaf): number {
  if (operator === 'has') return 2;
  if (operator === 'eq' || operator === 'ne') return 1;
  return operator === 'like' || comparisonOf(operator) !== undefined ? values.length : 0;
}
