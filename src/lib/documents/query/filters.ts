import { Problem } from '../../http/problem.ts';
import type { Collection } from '../schema/collection.ts';
import { PARAMETERS } from '../schema/reserved-names.ts';
import { type FieldReference, findField, isDeclared, referField } from './field-reference.ts';
import { MAX_CONDITIONS } from './limits.ts';
import type { Filter, Operator } from './list-query.ts';
import { looksLikeOperator, OPERATOR_RULE, operatorSuffix } from './operators.ts';
import { checkNeedle, parameterError } from './parameter-error.ts';

/**
 * The filters of a query: every parameter that is not reserved.
 *
 * @throws Problem 400 for an unknown field and for more than 30 conditions
 */
export function parseFilters(parameters: URLSearchParams, collection: Collection): Filter[] {
  const filters: Filter[] = [];
  for (const name of new Set(parameters.keys())) {
    if (PARAMETERS.includes(name)) continue;
    const { field, operator } = parseFilterName(name, parameters.get(name) ?? '', collection);
    const values = parameters.getAll(name);
    if (operator === 'like') for (const value of values) checkNeedle(name, value);
    filters.push({ field, operator, values });
  }
  const conditions = filters.reduce((count, filter) => count + conditionsOf(filter), 0);
  if (conditions > MAX_CONDITIONS) {
    throw new Problem(
      'query-too-large',
      `The query has ${conditions} conditions; at most ${MAX_CONDITIONS} are allowed.`,
    );
  }
  return filters;
}

/** A list of equal or unequal values is one condition, however long. */
function conditionsOf({ operator, values }: Filter): number {
  return operator === 'eq' || operator === 'ne' ? 1 : values.length;
}

/** Splits `age_gte` into field and operator. A name that the schema declares is the field, whatever its end. */
function parseFilterName(
  name: string,
  value: string,
  collection: Collection,
): { field: FieldReference; operator: Operator } {
  const parameter = { name, value };
  if (isDeclared(collection, name)) return { field: referField(collection, name, parameter), operator: 'eq' };
  const operator = operatorSuffix(name);
  const fieldName = operator === undefined ? name : name.slice(0, -operator.length - 1);
  if (isForeignParameter(fieldName, collection)) {
    throw parameterError(name, value, `allowed: ${PARAMETERS.join(', ')}`);
  }
  if (operator === undefined && looksLikeOperator(name, (field) => isKnown(collection, field))) {
    throw parameterError(name, value, OPERATOR_RULE);
  }
  return { field: referField(collection, fieldName, parameter), operator: operator ?? 'eq' };
}

/** Parameters of json-server 1 and other APIs. As a filter, each would match nothing without a reason. */
const FOREIGN_PARAMETERS = [
  '_per_page',
  '_perpage',
  '_where',
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

/** Whether a name beginning with `_` is not that of a field, as `_id` is in a loose collection. */
function isForeignParameter(name: string, collection: Collection): boolean {
  if (isDeclared(collection, name) || (name !== '' && !name.startsWith('_'))) return false;
  const reserved = [...PARAMETERS, ...FOREIGN_PARAMETERS];
  return reserved.includes(name.toLowerCase()) || findField(collection, name) === null;
}

function isKnown(collection: Collection, name: string): boolean {
  return name === 'id' || isDeclared(collection, name);
}
