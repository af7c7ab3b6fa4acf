import type { z } from 'astro/zod';
import pluralize from 'pluralize';
import { type FieldPath, parseFieldPath } from './field-path.ts';
import { fieldOf, type JsonSchema } from './fields.ts';
import { checkedJsonSchema } from './json-schema.ts';

/** What the owner writes for one collection. */
export interface CollectionDefinition {
  /** The fields of a document, its `id` apart. Strict objects refuse fields they do not name, loose ones keep them. */
  schema: z.ZodObject;
  /** Scalar fields of the schema by which lists are often filtered or sorted. */
  indexes?: readonly string[];
  /** Seconds that the edge may hold answers (`maxAge`), and hand out stale ones while it asks again (`swr`). */
  cache?: { maxAge?: number; swr?: number };
  /** `private` collections are read with a token too. */
  access?: 'public' | 'private';
}

/** A collection as the rest of the code knows it. */
export interface Collection {
  name: string;
  schema: z.ZodObject;
  jsonSchema: JsonSchema;
  indexes: readonly FieldPath[];
  cache: { maxAge?: number; swr?: number };
  access: 'public' | 'private';
  /** The field by which documents of other collections point here, json-server's way: `userId` for `users`. */
  foreignKey: string;
  /** What one document is called when another is expanded by it: `user` for `users`. */
  singular: string;
}

export type Collections = Readonly<Record<string, Collection>>;

const NAME = /^[a-z][a-z0-9_-]{0,49}$/i;

/**
 * Checks and completes the owner's definitions.
 *
 * @throws Error when a name, a schema or an index cannot work, naming it: a mistake of the owner's stops the build
 */
export function defineCollections<D extends Record<string, CollectionDefinition>>(
  definitions: D,
): Readonly<Record<keyof D & string, Collection>> {
  const names = Object.keys(definitions);
  // Their indexes would share names, which SQLite reads without regard to case.
  refuseTwins('The collections', names, foldCase, 'differ in case at most');
  refuseTwins('The collections', names, pluralize.singular, 'share a singular, by which relations go');
  const entries = Object.entries(definitions).map(([name, definition]) => [name, complete(name, definition)]);
  return Object.freeze(Object.fromEntries(entries));
}

/** The collection of this name, or `null`. */
export function findCollection(collections: Collections, name: string): Collection | null {
  return Object.hasOwn(collections, name) ? (collections[name] ?? null) : null;
}

function complete(name: string, definition: CollectionDefinition): Collection {
  if (!NAME.test(name)) throw new Error(`The collection "${name}" needs a name of letters, digits, _ and -.`);
  const jsonSchema = checkedJsonSchema(name, definition.schema);
  refuseTwins(`The indexes of ${name}:`, definition.indexes ?? [], foldCase, 'differ in case at most');
  const singular = pluralize.singular(name);
  return {
    name,
    schema: definition.schema,
    jsonSchema,
    indexes: (definition.indexes ?? []).map((field) => checkIndex(name, field, jsonSchema)),
    cache: definition.cache ?? {},
    access: definition.access ?? 'public',
    foreignKey: `${singular}Id`,
    singular,
  };
}

function checkIndex(collection: string, field: string, schema: JsonSchema): FieldPath {
  const path = parseFieldPath(field);
  const found = path && fieldOf(schema, path);
  if (path === null || !found?.exists || found.scalars === null || path.some((name) => /^\d/.test(name))) {
    throw new Error(
      `The index "${field}" of ${collection} is not a string, number or boolean of its schema.`,
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
