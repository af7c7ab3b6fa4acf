import { type FieldReference, isId } from '../../schema/field-reference.ts';
import type { Leaf, Scalar, ScalarLeaf } from './condition.ts';
import type { FilterForm } from './filter-operators.ts';

/** Reads the values of a comparison, by the kind that its form takes. Each throws Problem 400 for other values. */
export interface ValueReader {
  text(): readonly string[];
  needle(): readonly string[];
  scalar(): readonly Scalar[];
  list(): readonly Scalar[];
  boolean(): readonly boolean[];
}

/**
 * The comparison of a field in this form.
 *
 * @throws Problem 400 for values that the form does not take
 */
export function leafOf(field: FieldReference, form: FilterForm, read: ValueReader): Leaf {
  switch (form.reads) {
    case 'boolean':
      return { kind: 'leaf', field, operator: form.operator, values: read.boolean() };
    case 'text':
    case 'needle':
      return { kind: 'leaf', field, operator: form.operator, values: read[form.reads]() };
    default:
      return scalarLeaf(field, form.operator, read[form.reads]());
  }
}

/** Drops values that the schema does not allow in the field, so that an index looks up only the others. */
function scalarLeaf(
  field: FieldReference,
  operator: ScalarLeaf['operator'],
  values: readonly Scalar[],
): ScalarLeaf {
  const isPossible = (value: Scalar) =>
    value === null || field.scalars === null || [...field.scalars].some((type) => type === typeof value);
  const possible = operator === 'has' ? values : values.filter(isPossible);
  return { kind: 'leaf', field, operator, values: isId(field) ? textsOf(possible) : possible };
}

/** Ids are unique as text, so a number and its text are the same id. */
function textsOf(values: readonly Scalar[]): string[] {
  return [...new Set(values.filter((value) => value !== null).map(String))];
}
