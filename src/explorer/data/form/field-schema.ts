import { isObject, type Json } from '../json.ts';

/** The keywords of JSON Schema that the explorer uses. */
export interface FieldSchema {
  type?: string | readonly string[];
  properties?: Readonly<Record<string, FieldSchema>>;
  required?: readonly string[];
  additionalProperties?: boolean | FieldSchema;
  anyOf?: readonly FieldSchema[];
  items?: FieldSchema;
  enum?: readonly Json[];
  const?: Json;
  format?: string;
  description?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

/** What a field holds, as far as forms and filters tell values apart. `id` is a number or a text. */
export type FieldKind =
  | 'text'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'enum'
  | 'date'
  | 'date-time'
  | 'id'
  | 'list'
  | 'object'
  | 'json';

export function isFieldSchema(value: unknown): value is FieldSchema {
  return isObject(value);
}

/** A schema without the alternative null. */
export function withoutNull(schema: FieldSchema): { schema: FieldSchema; isNullable: boolean } {
  const { anyOf, type } = schema;
  if (Array.isArray(type) && type.includes('null')) {
    const others = type.filter((name) => name !== 'null');
    const [only] = others;
    return {
      schema: { ...schema, type: others.length === 1 && only !== undefined ? only : others },
      isNullable: true,
    };
  }
  const others = anyOf?.filter((alternative) => alternative.type !== 'null') ?? [];
  if (anyOf === undefined || others.length === anyOf.length) return { schema, isNullable: false };
  const [only] = others;
  return { schema: others.length === 1 && only ? only : { ...schema, anyOf: others }, isNullable: true };
}

/** The kind of a field by its schema, without null; `json` where nothing simpler holds every value. */
export function kindOf(schema: FieldSchema): FieldKind {
  if (schema.enum !== undefined) return schema.enum.every(isScalar) ? 'enum' : 'json';
  if (schema.anyOf !== undefined) return kindOfAlternatives(schema.anyOf);
  switch (schema.type) {
    case 'string':
      return schema.format === 'date' || schema.format === 'date-time' ? schema.format : 'text';
    case 'number':
    case 'integer':
    case 'boolean':
      return schema.type;
    case 'array':
      return schema.items !== undefined && isLineKind(kindOf(schema.items)) ? 'list' : 'json';
    case 'object':
      return schema.properties === undefined ? 'json' : 'object';
    default:
      return 'json';
  }
}

function kindOfAlternatives(alternatives: readonly FieldSchema[]): FieldKind {
  const kinds = alternatives.map(kindOf);
  const isId = kinds.every((kind) => kind === 'integer' || kind === 'number' || kind === 'text');
  return isId ? 'id' : 'json';
}

/** Whether values of a kind are one line of text. */
function isLineKind(kind: FieldKind): boolean {
  return kind === 'text' || kind === 'number' || kind === 'integer' || kind === 'date' || kind === 'id';
}

export function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** The kind of a value that no schema names. */
export function kindOfValue(value: Json): Exclude<FieldKind, 'object'> {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'json';
}
