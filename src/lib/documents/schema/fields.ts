import type { FieldPath } from './field-path.ts';

/** The part of Zod's JSON Schema that queries need. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  anyOf?: JsonSchema[];
}

export type ScalarType = 'string' | 'number' | 'boolean';

/** What a schema says about a field: it cannot exist, or it has these scalar types (`null`: any type). */
type Field = { exists: false } | { exists: true; scalars: ReadonlySet<ScalarType> | null };

/** Every id is a string or a number. */
const ID: Field = { exists: true, scalars: new Set(['string', 'number']) };
const ANYTHING: Field = { exists: true, scalars: null };
const NOTHING: Field = { exists: false };

/** Finds a field in the JSON Schema of a collection. */
export function fieldOf(schema: JsonSchema, path: FieldPath): Field {
  if (path.length === 1 && path[0] === 'id') return ID;
  let current = schema;
  for (const name of path) {
    if (current.properties === undefined) {
      return current.type !== undefined && scalarsOf(current) !== null ? NOTHING : ANYTHING;
    }
    const next = Object.hasOwn(current.properties, name) ? current.properties[name] : undefined;
    if (next === undefined) return current.additionalProperties === false ? NOTHING : ANYTHING;
    current = next;
  }
  return { exists: true, scalars: scalarsOf(current) };
}

/** Whether every document has a value in this field that is not null. */
export function isRequired({ properties, required = [] }: JsonSchema, path: FieldPath): boolean {
  const [name = '', ...inner] = path;
  const field = Object.hasOwn(properties ?? {}, name) ? properties?.[name] : undefined;
  return inner.length === 0 && field !== undefined && required.includes(name) && !canBeNull(field);
}

function canBeNull({ type, anyOf }: JsonSchema): boolean {
  return anyOf === undefined ? type === undefined || [type].flat().includes('null') : anyOf.some(canBeNull);
}

const SCALARS: Readonly<Record<string, readonly ScalarType[]>> = {
  string: ['string'],
  number: ['number'],
  integer: ['number'],
  boolean: ['boolean'],
  null: [],
};

function scalarsOf(schema: JsonSchema): ReadonlySet<ScalarType> | null {
  const alternatives =
    schema.anyOf?.map(scalarsOf) ?? [schema.type ?? 'any'].flat().map((type) => SCALARS[type]);
  const found = new Set<ScalarType>();
  for (const alternative of alternatives) {
    if (!alternative) return null;
    for (const scalar of alternative) found.add(scalar);
  }
  return found;
}
