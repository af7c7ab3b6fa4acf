import { isObject, type Json, type JsonObject } from '../json.ts';
import {
  type FieldKind,
  type FieldSchema,
  isScalar,
  kindOf,
  kindOfValue,
  withoutNull,
} from './field-schema.ts';

/** One input of a form. */
export interface FormField {
  path: readonly string[];
  kind: Exclude<FieldKind, 'object'>;
  isRequired: boolean;
  isNullable: boolean;
  /** The values of an `enum`. */
  options: readonly Json[];
  /** The kind of the items of a `list`. */
  itemKind: FieldKind;
  schema: FieldSchema;
}

/** The id of a new document, which a reader may choose. */
const ID: FormField = {
  path: ['id'],
  kind: 'id',
  isRequired: false,
  isNullable: false,
  options: [],
  itemKind: 'json',
  schema: {},
};

/** Inputs under one heading: those of a nested object; `null` for those of the document itself. */
export interface FieldGroup {
  name: string | null;
  fields: FormField[];
}

/**
 * The inputs for a document: the fields of the schema, nested objects one level deep, then members that only the document
 * has.
 */
export function fieldGroups(
  schema: FieldSchema,
  document: JsonObject,
  { hasId = false }: { hasId?: boolean } = {},
): FieldGroup[] {
  const own: FieldGroup = { name: null, fields: hasId ? [ID] : [] };
  const groups: FieldGroup[] = [own];
  const required = new Set(schema.required);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (name === 'id') continue;
    const { schema: inner } = withoutNull(property);
    const value = document[name];
    if (kindOf(inner) === 'object' && (value === undefined || isObject(value))) {
      const isOuterRequired = required.has(name);
      const names = new Set(isOuterRequired ? inner.required : []);
      const fields = Object.entries(inner.properties ?? {}).map(([member, part]) =>
        fieldOf([name, member], part, names.has(member), isObject(value) ? value[member] : undefined),
      );
      groups.push({
        name,
        fields: [...fields, ...unnamedFields([name], inner, isObject(value) ? value : {})],
      });
    } else {
      own.fields.push(fieldOf([name], property, required.has(name), value));
    }
  }
  own.fields.push(...unnamedFields([], schema, document));
  return groups;
}

function unnamedFields(path: readonly string[], schema: FieldSchema, value: JsonObject): FormField[] {
  return Object.entries(value)
    .filter(
      ([name]) => !Object.hasOwn(schema.properties ?? {}, name) && !(name === 'id' && path.length === 0),
    )
    .map(([name, member]) => ({
      path: [...path, name],
      kind: kindOfValue(member),
      isRequired: false,
      isNullable: true,
      options: [],
      itemKind: 'json',
      schema: {},
    }));
}

function fieldOf(
  path: readonly string[],
  property: FieldSchema,
  isRequired: boolean,
  value: Json | undefined,
): FormField {
  const { schema, isNullable } = withoutNull(property);
  const kind = kindOf(schema);
  return {
    path,
    kind: kind === 'object' || !fits(kind, value) ? 'json' : kind,
    isRequired,
    isNullable,
    options: schema.enum ?? [],
    itemKind: schema.items === undefined ? 'json' : kindOf(schema.items),
    schema: { ...schema, ...(property.description !== undefined && { description: property.description }) },
  };
}

/** Whether an input of a kind can show a value that is there already. */
function fits(kind: FieldKind, value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (kind !== 'list') return kind === 'json' || isScalar(value);
  // An item that is empty or has several lines would be another list when it is read back.
  return Array.isArray(value) && value.every((item: Json) => isScalar(item) && /^.+$/.test(String(item)));
}

/** The JSON Pointer (RFC 6901) of a field, which names it in forms and in violations. */
export function pointerOf(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
