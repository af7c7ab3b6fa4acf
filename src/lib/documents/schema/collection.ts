import type { z } from 'astro/zod';
import pluralize from 'pluralize';
import type { AccessRules } from '../../auth/access-rules.ts';
import { mistakesIn } from '../../definition/setting-schemas.ts';
import { type AccessDefinition, accessRules } from './access-definition.ts';
import { COLLECTIONS_DEFINITION } from './definition-schema.ts';
import type { FieldPath } from './field-path.ts';
import type { JsonSchema } from './fields.ts';
import { indexesOf, searchedFields, withForeignKeys } from './indexes.ts';
import { checkedJsonSchema } from './json-schema/json-schema.ts';
import { NAME_PATTERN } from './name-pattern.ts';
import { checkRelations, type Relation, type RelationDefinition } from './relation-definition.ts';
import { caseInsensitiveKey, refuseDuplicates } from './unique-names.ts';

/** The owner's definition of one collection. */
export interface CollectionDefinition<Name extends string = string> {
  /** The fields of a document without its `id`. A strict object rejects unknown fields, a loose one stores them. */
  schema: z.ZodObject;
  /** Scalar fields of the schema that lists are often filtered or sorted by; a list of them is one index of all. */
  indexes?: readonly (string | readonly string[])[];
  /** The fields that `q` searches with an index: all (`true`, the default), none, or these. */
  search?: boolean | readonly string[];
  /** Seconds that responses are fresh at the edge (`maxAge`), and then stale while revalidating (`swr`). */
  cache?: { maxAge?: number; swr?: number };
  /** Who may read and write: everyone (`public`), or a caller with a scope (`token`); by default, everyone reads. */
  access?: AccessDefinition;
  /** The name of one document, for `_expand` and foreign keys; by default the English singular of the collection. */
  singular?: string;
  /** Foreign keys that are not named `{singular}Id`, by the name of the member that `_expand` adds. */
  relations?: Readonly<Record<string, RelationDefinition<Name>>>;
  /** Bounds for callers that may not write the collection. `docs/scaling.md` explains them. */
  limits?: {
    /** Number of documents up to which every list is allowed and every total is exact; by default 10,000. */
    scan?: number;
    /** Maximum number of matches that are counted in a larger collection; by default 1,000. */
    count?: number;
  };
  /** Serves `/api/{collection}/changes`, which costs one row per write; by default `false`. */
  changes?: boolean;
  /** Whether the collection is a single document without an id, at `/api/{name}`; by default `false`. */
  singleton?: boolean;
  /** The previous name of the collection. `npm run sync` renames its table, which keeps the documents. */
  renamedFrom?: string;
}

/** A checked and completed definition. */
export interface Collection<Schema extends z.ZodObject = z.ZodObject> {
  name: string;
  schema: Schema;
  jsonSchema: JsonSchema;
  /** `id`, which a singleton lacks, and the fields that the schema names. */
  fields: readonly string[];
  /** The fields of each index: those that are declared, then the foreign keys of relations. */
  indexes: readonly (readonly FieldPath[])[];
  /** The fields of the indexes. Each has a column. */
  columns: readonly FieldPath[];
  /** The fields that `q` searches with an index: all (`true`), none (`false`), or these. */
  search: boolean | readonly FieldPath[];
  /** Whether it is a single document, at `/api/{name}`. Its id in the database is `SINGLETON_ID`. */
  isSingleton: boolean;
  /** Whether `/api/{name}/changes` is served. */
  changes: boolean;
  renamedFrom: string | null;
  limits: { scan: number; count: number };
  cache: { maxAge?: number; swr?: number };
  access: AccessRules;
  /** The field of other collections that refers to this one, as in json-server: `userId` for `users`. */
  foreignKey: string;
  /** The member that holds an expanded document of this collection: `user` for `users`. */
  singular: string;
  /** The declared relations, in their order. */
  relations: readonly Relation[];
}

export type Collections = Readonly<Record<string, Collection>>;

/** Definitions without unknown settings, whose relations refer to one another. */
type Definitions<All> = {
  readonly [Name in keyof All]: CollectionDefinition<Extract<keyof All, string>> &
    Readonly<Partial<Record<Exclude<keyof All[Name], keyof CollectionDefinition>, never>>>;
};

/** The result of `defineCollections()`, with the types of schemas and relations. */
type Defined<All extends Readonly<Record<keyof All, CollectionDefinition>>> = {
  readonly [Name in keyof All]: Collection<All[Name]['schema']> & {
    relations: readonly DefinedRelation<All[Name]['relations']>[];
  };
};

type DefinedRelation<Relations> = {
  [As in keyof Relations & string]: Relation & Readonly<Relations[As]> & { as: As };
}[keyof Relations & string];

/**
 * Checks and completes the owner's definitions, at build and at start.
 *
 * @throws Error naming the collection, schema or index that cannot work; it stops the build
 */
export function defineCollections<const All extends Definitions<All>>(definitions: All): Defined<All> {
  const { error } = COLLECTIONS_DEFINITION.safeParse(definitions);
  if (error !== undefined) throw new Error(mistakesIn('src/collections.ts', error).join('\n'));
  const all = Object.entries<CollectionDefinition>(definitions);
  const names = all.map(([name]) => name);
  // SQLite compares names of indexes case-insensitively.
  refuseDuplicates('The collections', names, caseInsensitiveKey, 'differ only in case');
  // A singleton is in no relation that is named after it.
  const lists = all.filter(([, { singleton }]) => singleton !== true).map(([name]) => name);
  refuseDuplicates(
    'The collections',
    lists,
    (name) => singularOf(name, definitions[name as keyof All]),
    'have the same singular, which relations are named after; set `singular` of one of them',
  );
  const completed = all.map(([name, definition]) => complete(name, definition));
  for (const collection of completed) checkRelations(collection, lists);
  checkRenames(completed);
  const foreignKeys = completed.filter(({ isSingleton }) => !isSingleton).map(({ foreignKey }) => foreignKey);
  const indexed = completed.map((collection) => withForeignKeys(collection, foreignKeys));
  const collections = Object.fromEntries(indexed.map((collection) => [collection.name, collection]));
  return Object.freeze(collections) as unknown as Defined<All>;
}

function complete(name: string, definition: CollectionDefinition): Collection {
  if (!NAME_PATTERN.test(name))
    throw new Error(
      `The collection name "${name}" must be a letter followed by at most 49 letters, digits, _ and -.`,
    );
  if (/^(sqlite_|d1_|pragma_|json_(each|tree)$)/i.test(name)) {
    throw new Error(`The collection name "${name}" is reserved by the database; choose another name.`);
  }
  const jsonSchema = checkedJsonSchema(name, definition.schema);
  const { singleton: isSingleton = false } = definition;
  if (isSingleton) refuseListSettings(name, definition);
  const singular = singularOf(name, definition);
  if (!NAME_PATTERN.test(singular)) {
    throw new Error(
      `The singular "${singular}" of ${name} must be a letter followed by letters, digits, _ and -.`,
    );
  }
  return {
    name,
    schema: definition.schema,
    jsonSchema,
    fields: [...(isSingleton ? [] : ['id']), ...Object.keys(jsonSchema.properties ?? {})],
    indexes: indexesOf(name, definition.indexes ?? [], jsonSchema),
    columns: [],
    search: isSingleton ? false : searchedFields(name, definition.search ?? true, jsonSchema),
    isSingleton,
    changes: definition.changes ?? false,
    renamedFrom: definition.renamedFrom ?? null,
    limits: { scan: 10_000, count: 1_000, ...definition.limits },
    cache: definition.cache ?? {},
    access: accessRules(name, definition.access),
    foreignKey: `${singular}Id`,
    singular,
    relations: Object.entries(definition.relations ?? {}).map(([as, relation]) => ({ as, ...relation })),
  };
}

/** Settings that apply only to lists. */
const LIST_SETTINGS = ['indexes', 'search', 'changes', 'limits', 'singular'] as const;

/** @throws Error naming the setting; it stops the build */
function refuseListSettings(name: string, definition: CollectionDefinition): void {
  const [setting] = LIST_SETTINGS.filter((one) => definition[one] !== undefined);
  if (setting === undefined) return;
  throw new Error(`The singleton ${name} cannot have \`${setting}\`: it is a single document, not a list.`);
}

function singularOf(name: string, { singular }: CollectionDefinition): string {
  return singular ?? pluralize.singular(name);
}

/** @throws Error for a previous name that is in use, or that two collections have; it stops the build */
function checkRenames(collections: readonly Collection[]): void {
  for (const { name, renamedFrom } of collections) {
    const others = collections.filter((other) => other.name !== name && other.renamedFrom === renamedFrom);
    if (renamedFrom === null) continue;
    if (!NAME_PATTERN.test(renamedFrom) || caseInsensitiveKey(renamedFrom) === caseInsensitiveKey(name)) {
      throw new Error(
        `${name} cannot be renamed from "${renamedFrom}": a previous name must be a valid name and differ in more than case.`,
      );
    }
    if (collections.some((other) => other.name === renamedFrom) || others.length > 0) {
      throw new Error(
        `${name} cannot be renamed from "${renamedFrom}": another collection has or had this name.`,
      );
    }
  }
}
