import type { Collection } from '../../schema/collection.ts';
import { type FieldReference, findField, isDeclared } from '../../schema/field-reference.ts';
import { PARAMETERS } from '../../schema/reserved-names.ts';
import { checkNeedle, parameterError } from '../parameter-error.ts';
import type { QueryParameters } from '../query-parameters.ts';
import { referField } from '../refer-field.ts';
import type { Leaf, Scalar } from './condition.ts';
import { leafOf, type ValueReader } from './condition-leaf.ts';
import type { FilterForm } from './filter-operators.ts';
import { formOf, hasUnknownOperator, OPERATOR_RULE, splitSuffix } from './operator-names.ts';

/**
 * The filters of a query: every parameter that is not reserved.
 *
 * @throws Problem 400 for an unknown field or operator, and for a value that the operator does not take
 */
export function parseFilters(parameters: QueryParameters, collection: Collection): Leaf[] {
  const names = parameters.names().filter((name) => !PARAMETERS.includes(name));
  return names.map((name) => {
    const values = parameters.getAll(name);
    const { field, form } = parseFilterName(name, values[0] ?? '', collection);
    return leafOf(field, form, parameterReader(name, values));
  });
}

/** Reads the values of a parameter, which are text. */
function parameterReader(name: string, values: readonly string[]): ValueReader {
  return {
    text: () => values,
    needle: () => {
      for (const text of values) checkNeedle(name, text);
      return values;
    },
    scalar: () => values.flatMap(scalarsOf),
    list: () => values.flatMap((text) => text.split(',').flatMap((item) => scalarsOf(item.trim()))),
    boolean: () =>
      values.map((text) => {
        if (text === 'true' || text === 'false') return text === 'true';
        throw parameterError(name, text, 'it must be true or false');
      }),
  };
}

/** The text, and the number or boolean that it spells. `null` means only null. */
function scalarsOf(text: string): Scalar[] {
  if (text === 'null') return [null];
  if (text === 'true' || text === 'false') return [text, text === 'true'];
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? [text, number] : [text];
}

/** Splits `age_gte` into field and form. A declared name is a field, whatever its suffix. */
function parseFilterName(
  name: string,
  value: string,
  collection: Collection,
): { field: FieldReference; form: FilterForm } {
  const { field: fieldName, suffix } = isDeclared(collection, name)
    ? { field: name, suffix: '' }
    : splitSuffix(name);
  if (isForeignParameter(fieldName, collection)) {
    throw parameterError(name, value, `allowed: ${PARAMETERS.join(', ')}`);
  }
  const form = formOf(suffix);
  const isField = (prefix: string) => prefix === 'id' || isDeclared(collection, prefix);
  const isSuspect = !isDeclared(collection, fieldName) && hasUnknownOperator(fieldName, isField);
  if (form === undefined || isSuspect) throw parameterError(name, value, OPERATOR_RULE);
  return { field: referField(collection, fieldName, { name, value }), form };
}

/** Parameters of other APIs. As filters, they would match nothing, without an error. */
const FOREIGN_PARAMETERS = [
  '_perpage',
  '_after',
  '_before',
  '_total',
  '_offset',
  '_skip',
  '_search',
  '_filter',
  '_select',
  '_include',
];

/** Whether a name that begins with `_` is not a field. `_id` can be one in a loose collection. */
function isForeignParameter(name: string, collection: Collection): boolean {
  if (isDeclared(collection, name) || (name !== '' && !name.startsWith('_'))) return false;
  const reserved = [...PARAMETERS, ...FOREIGN_PARAMETERS];
  const [outermost = ''] = name.toLowerCase().split('.');
  return reserved.includes(outermost) || findField(collection, name) === null;
}
