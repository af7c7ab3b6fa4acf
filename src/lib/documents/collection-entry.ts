import type { Action } from '../auth/access-rules.ts';
import { type Caller, may } from '../auth/caller.ts';
import { declaredRelations } from './query/declared-relations.ts';
import type { Collection, Collections } from './schema/collection.ts';

/** A collection in the response of `GET /api`. */
export interface CollectionEntry {
  name: string;
  url: string;
  /** The URL of the JSON Schema of its documents. */
  schema: string;
  /** The exact number of its documents. */
  total: number;
  /** Whether it is a single document, at `url`. */
  singleton: boolean;
  /** Whether `q` finds documents by an index. */
  search: boolean;
  /** Whether `{url}/changes` exists. */
  changes: boolean;
  /** The fields of each index, except the index of ids. */
  indexes: string[][];
  /** Relations whose foreign key a schema declares, between collections that the caller may read. */
  relations: {
    /** What `_expand` adds: the document of `collection` whose id is in `field`. */
    parents: { field: string; collection: string; expand: string }[];
    /** What `_embed` adds: the documents of `collection` that have the id of this one in `field`. */
    children: { collection: string; field: string; embed: string }[];
  };
  /** The writes that the caller may send. */
  actions: Exclude<Action, 'read'>[];
}

/** Describes a collection that the caller may read. */
export function collectionEntry(
  collection: Collection,
  {
    caller,
    collections,
    total,
    origin,
  }: { caller: Caller; collections: Collections; total: number; origin: URL },
): CollectionEntry {
  const { name, isSingleton, indexes } = collection;
  const { embed, expand } = declaredRelations(collection, collections);
  const actions = isSingleton ? (['create', 'update'] as const) : (['create', 'update', 'delete'] as const);
  return {
    name,
    url: new URL(`/api/${name}`, origin).href,
    schema: new URL(`/schemas/${name}.json`, origin).href,
    total,
    singleton: isSingleton,
    search: collection.search !== false,
    changes: collection.changes,
    indexes: indexes.map((fields) => fields.map((path) => path.join('.'))),
    relations: {
      parents: expand.map(({ foreignKey, collection: parent, as }) => ({
        field: foreignKey.path.join('.'),
        collection: parent.name,
        expand: as,
      })),
      children: embed.map(({ collection: children, foreignKey }) => ({
        collection: children.name,
        field: foreignKey.path.join('.'),
        embed: children.name,
      })),
    },
    actions: actions.filter((action) => may(caller, action, collection)),
  };
}
