import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import { type FieldKind, type FieldSchema, kindOf, withoutNull } from '../form/field-schema.ts';
import type { JsonObject } from '../json.ts';

/** Columns of a table, unless the reader chooses others. */
const USUAL_COLUMNS = 6;

/** The fields that a table can show: `id`, those of the schema, then others that the documents have. */
export function knownFields(
  schema: FieldSchema,
  documents: readonly JsonObject[],
  entry: CollectionEntry,
): string[] {
  const added = new Set([
    ...entry.relations.parents.map(({ expand }) => expand),
    ...entry.relations.children.map(({ embed }) => embed),
  ]);
  const declared = Object.keys(schema.properties ?? {});
  const found = documents.flatMap(Object.keys).filter((name) => !added.has(name) || declared.includes(name));
  return [...new Set(['id', ...declared, ...found])];
}

/**
 * The columns of a table: those of `_fields`, or the id and the fields that tell most. These are indexed fields and
 * references first, then scalars, then lists; objects come last. The order of the schema is kept.
 */
export function columnsOf(
  fields: readonly string[],
  query: URLSearchParams,
  schema: FieldSchema,
  entry: CollectionEntry,
): string[] {
  const chosen = query.get('_fields')?.split(',').filter(Boolean) ?? [];
  if (chosen.length > 0) return chosen;
  const indexed = new Set(entry.indexes.flat());
  const weight = (name: string) => {
    if (name === 'id') return 0;
    return (indexed.has(name) ? 1 : 2) + WEIGHTS[kindOfField(schema, name)];
  };
  const ranked = fields.toSorted((a, b) => weight(a) - weight(b)).slice(0, USUAL_COLUMNS);
  return fields.filter((name) => ranked.includes(name));
}

const WEIGHTS: Readonly<Record<FieldKind, number>> = {
  text: 0,
  number: 0,
  integer: 0,
  boolean: 0,
  enum: 0,
  date: 0,
  'date-time': 0,
  id: 0,
  list: 2,
  json: 2,
  object: 4,
};

/** The kind of a field of any depth; `json` where the schema does not name it. */
export function kindOfField(schema: FieldSchema, field: string): FieldKind {
  if (field === 'id') return 'id';
  const found = field.split('.').reduce<FieldSchema | undefined>((part, name) => {
    const { schema: inner } = withoutNull(part ?? {});
    return inner.properties?.[name];
  }, schema);
  return found === undefined ? 'json' : kindOf(withoutNull(found).schema);
}

/** The values of an `enum` field. */
export function optionsOfField(schema: FieldSchema, field: string): readonly string[] {
  const property = schema.properties?.[field];
  return property === undefined ? [] : (withoutNull(property).schema.enum ?? []).map(String);
}

/** The fields that filters can name: those of the schema, and those of its objects, one level deep. */
export function filterableFields(schema: FieldSchema): string[] {
  const properties = Object.entries(schema.properties ?? {});
  return [
    'id',
    ...properties.flatMap(([name, property]) => {
      const { schema: inner } = withoutNull(property);
      const members = Object.keys(inner.properties ?? {}).map((member) => `${name}.${member}`);
      return members.length > 0 ? members : [name];
    }),
  ];
}
