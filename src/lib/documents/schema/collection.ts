import type { z } from 'astro/zod';
import pluralize from 'pluralize';
import { mistakesIn } from '../../definition/settings.ts';
import { COLLECTIONS_DEFINITION } from './definition-schema.ts';
import { type FieldPath, parseFieldPath } from './field-path.ts';
import { fieldOf, type JsonSchema } from './fields.ts';
import { checkedJsonSchema } from './json-schema.ts';
import { NAME } from './name-pattern.ts';
import { checkRelations, type Relation, type RelationDefinition } from './relations.ts';

/** The owner's definition of one collection. */
export interface CollectionDefinition<Name extends string = string> {
  /** The fields of a document without its `id`. A strict object rejects unknown fields, a loose one stores them. */
  schema: z.ZodObject;
  /** Scalar fields of the schema that lists are often filtered or sorted by. */
  indexes?: readonly string[];
  /** Seconds that responses are fresh at the edge (`maxAge`), and then stale while revalidating (`swr`). */
  cache?: { maxAge?: number; swr?: number };
  /** `private`: reads need the token too. */
  access?: 'public' | 'private';
  /** The name of one document, for `_expand` and foreign keys; by default the English singular of the collection. */
  singular?: string;
  /** Foreign keys that are not named `{singular}Id`, by the name of the member that `_expand` adds. */
  relations?: Readonly<Record<string, RelationDefinition<Name>>>;
}

/** A checked and completed definition. */
export interface Collection {
  name: string;
  schema: z.ZodObject;
  jsonSchema: JsonSchema;
  /** `id`, and the fields that the schema names. */
  fields: readonly string[];
  indexes: readonly FieldPath[];
  cache: { maxAge?: number; swr?: number };
  access: 'public' | 'private';
  /** The field of other collections that refers to this one, as in json-server: `userId` for `users`. */
  foreignKey: string;
  /** The member that holds an expanded document of this collection: `user` for `users`. */
  singular: string;
  /** The declared relations, in their order. */
  relations: readonly Relation[];
}

export type Collections = Readonly<Record<string, Collection>>;

/**
 * Checks and completes the owner's definitions, at build and at start.
 *
 * @throws Error naming the collection, schema or index that cannot work; it stops the build
 */
export function defineCollections<Name extends string>(
  definitions: Readonly<Record<Name, CollectionDefinition<NoInfer<Name>>>>,
): Readonly<Record<Name, Collection>> {
  const { error } = COLLECTIONS_DEFINITION.safeParse(definitions);
  if (error !== undefined) throw new Error(mistakesIn('src/collections.ts', error).join('\n'));
  const all = Object.entries<CollectionDefinition>(definitions);
  const names = all.map(([name]) => name);
  // SQLite compares names of indexes case-insensitively.
  refuseTwins('The collections', names, foldCase, 'differ only in case');
  refuseTwins(
    'The collections',
    names,
    (name) => singularOf(name, definitions[name as Name]),
    'have the same singular, which relations are named after; set `singular` of one of them',
  );
  const collections = Object.fromEntries(all.map(([name, definition]) => [name, complete(name, definition)]));
  for (const collection of Object.values(collections)) checkRelations(collection, names);
  return Object.freeze(collections) as Readonly<Record<Name, Collection>>;
}

/** The collection of this name, or `null`. */
export function findCollection(collections: Collections, name: string): Collection | null {
  return Object.hasOwn(collections, name) ? (collections[name] ?? null) : null;
}

function complete(name: string, definition: CollectionDefinition): Collection {
  if (!NAME.test(name))
    throw new Error(
      `The collection name "${name}" must be a letter followed by at most 49 letters, digits, _ and -.`,
    );
  const jsonSchema = checkedJsonSchema(name, definition.schema);
  refuseTwins(`The indexes of ${name}:`, definition.indexes ?? [], foldCase, 'differ only in case');
  const singular = singularOf(name, definition);
  if (!NAME.test(singular)) {
    throw new Error(
      `The singular "${singular}" of ${name} must be a letter followed by letters, digits, _ and -.`,
    );
  }
  return {
    name,
    schema: definition.schema,
    jsonSchema,
    fields: ['id', ...Object.keys(jsonSchema.properties ?? {})],
    indexes: (definition.indexes ?? []).map((field) => checkIndex(name, field, jsonSchema)),
    cache: definition.cache ?? {},
    access: definition.access ?? 'public',
    foreignKey: `${singular}Id`,
    singular,
    relations: Object.entries(definition.relations ?? {}).map(([as, relation]) => ({ as, ...relation })),
  };
}

function singularOf(name: string, { singular }: CollectionDefinition): string {
  return singular ?? pluralize.singular(name);
}

function checkIndex(collection: string, field: string, schema: JsonSchema): FieldPath {
  const path = parseFieldPath(field);
  const found = path && fieldOf(schema, path);
  if (path === null || !found?.exists || found.scalars === null || path.some((name) => /^\d/.test(name))) {
    throw new Error(
      `The index "${field}" of ${collection} must be a string, number or boolean field of its schema.`,
    );
  }
  return path;
}

function refuseTwins(
  what: string,
  names: readonly string[],
  keyOf: (name: string) => string,
  problem: string,
): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const first = seen.get(keyOf(name));
    if (first !== undefined) throw new Error(`${what} "${first}" and "${name}" ${problem}.`);
    seen.set(keyOf(name), name);
  }
}

function foldCase(name: string): string {
  return name.toLowerCase();
}
