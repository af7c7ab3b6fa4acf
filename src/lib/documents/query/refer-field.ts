import type { Collection } from '../schema/collection.ts';
import { FIELD_PATH_RULE, parseFieldPath } from '../schema/field-path.ts';
import { type FieldReference, findField } from '../schema/field-reference.ts';
import { parameterError } from './parameter-error.ts';

/**
 * The field that a parameter names.
 *
 * @param parameter the name and value of the parameter, for the error
 * @throws Problem 400
 */
export function referField(
  collection: Collection,
  name: string,
  parameter: { name: string; value: string },
): FieldReference {
  const field = findField(collection, name);
  if (field !== null) return field;
  throw parameterError(parameter.name, parameter.value, fieldRule(collection, name));
}

/** Why a name is not a field, and what is allowed. */
export function fieldRule(collection: Collection, name: string): string {
  return parseFieldPath(name) === null
    ? `a field is named by ${FIELD_PATH_RULE}`
    : `${name} is not a field of ${collection.name}; allowed: ${collection.fields.join(', ')}`;
}
