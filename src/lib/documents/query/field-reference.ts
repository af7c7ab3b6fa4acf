import type { Collection } from '../schema/collection.ts';
import { FIELD_PATH_RULE, type FieldPath, parseFieldPath } from '../schema/field-path.ts';
import { fieldOf, isRequired, type JsonSchema, type ScalarType } from '../schema/fields.ts';
import { parameterError } from './parameter-error.ts';

/** A field that a query names. */
export interface FieldReference {
  path: FieldPath;
  /** The scalar types that the schema allows; `null` for any type. */
  scalars: ReadonlySet<ScalarType> | null;
  /** Whether an index begins with the field. */
  isIndexed: boolean;
  /** Whether the table has a column with the value of the field. */
  isColumn: boolean;
  /** Whether every document has a value in the field. */
  isRequired: boolean;
  /** Whether the search table has the text of the field. */
  isSearched: boolean;
}

/** The field of this name, or `null` when documents of the collection cannot have it. */
export function findField(collection: Collection, name: string): FieldReference | null {
  const path = parseFieldPath(name);
  const field = path && fieldOf(collection.jsonSchema, path);
  if (path === null || !field?.exists) return null;
  const isNamed = (other: FieldPath | undefined) => other?.join('.') === name;
  return {
    path,
    scalars: field.scalars,
    isIndexed: collection.indexes.some(([first]) => isNamed(first)),
    isColumn: collection.columns.some(isNamed),
    isRequired: isRequired(collection.jsonSchema, path),
    isSearched: isSearched(collection, name),
  };
}

function isSearched({ search }: Collection, name: string): boolean {
  return typeof search === 'boolean' ? search : search.some((path) => path.join('.') === name);
}

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

/** Whether a field is the document's id, which has a column and an index of its own. */
export function isId({ path }: Pick<FieldReference, 'path'>): boolean {
  return path.length === 1 && path[0] === 'id';
}

/** Whether the schema declares the top-level field, rather than only allowing it. */
export function isDeclared({ jsonSchema }: Collection, name: string): boolean {
  return Object.hasOwn(jsonSchema.properties ?? {}, name);
}

/** The names of those fields that the schema allows but does not declare. */
export function undeclaredIn(fields: readonly FieldReference[], collection: Collection): string[] {
  const unnamed = fields.filter(({ path }) => !isDeclaredPath(collection, path));
  return [...new Set(unnamed.map(({ path }) => path.join('.')))];
}

/** Whether the schema declares a field at any depth, or the field is the id. */
export function isDeclaredPath({ jsonSchema }: Collection, path: FieldPath): boolean {
  return isId({ path }) || declares(jsonSchema, path);
}

/** Whether objects of the schema declare each part of the path. Schemas of arrays and records allow any name. */
function declares(schema: JsonSchema, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined || schema.properties === undefined) return true;
  const next = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
  return next !== undefined && declares(next, rest);
}
