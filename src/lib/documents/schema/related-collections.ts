import type { Collection, Collections } from './collection.ts';
import { type FieldReference, findField } from './field-reference.ts';
import { findCollection } from './find-collection.ts';

/** The relations of a collection. */
export interface Relations {
  /** Collections that refer to the listed documents: an array under the collection's name. */
  embed: readonly Embed[];
  /** Collections that the listed documents refer to: one document under the collection's singular. */
  expand: readonly Expand[];
}

export interface Embed {
  collection: Collection;
  /** The field of the embedded documents that holds the id. */
  foreignKey: FieldReference;
}

export interface Expand {
  collection: Collection;
  /** The field of the listed documents that holds the id. */
  foreignKey: FieldReference;
  /** The member that holds the expanded document. */
  as: string;
}

/** All relations of a collection that `_embed` and `_expand` accept. */
export function relationsOf(collection: Collection, collections: Collections): Relations {
  const embeds = Object.values(collections).map((other) => embedOf(other, collection));
  return {
    embed: embeds.filter((embed) => embed !== null),
    expand: expandsOf(collection, collections),
  };
}

/** The declared relations of a collection, then those by a field `{singular}Id`. */
export function expandsOf(collection: Collection, collections: Collections): Expand[] {
  const declared = collection.relations.map(({ as, key, collection: parent }) =>
    expandOf(findCollection(collections, parent), collection, key, as),
  );
  const conventional = Object.values(collections)
    .filter(
      ({ singular, isSingleton }) => !isSingleton && !collection.relations.some(({ as }) => as === singular),
    )
    .map((parent) => expandOf(parent, collection, parent.foreignKey, parent.singular));
  return [...declared, ...conventional].filter((expand) => expand !== null);
}

/** The relation from `children` to `parent`: the first declared one, else the conventional one, else `null`. */
export function embedOf(children: Collection, parent: Collection): Embed | null {
  if (children.isSingleton || parent.isSingleton) return null;
  const declared = children.relations.find(({ collection }) => collection === parent.name);
  const foreignKey = findField(children, declared?.key ?? parent.foreignKey);
  return foreignKey && { collection: children, foreignKey };
}

function expandOf(parent: Collection | null, collection: Collection, key: string, as: string): Expand | null {
  const foreignKey = findField(collection, key);
  return parent && foreignKey && { collection: parent, foreignKey, as };
}

/** The collections of a selection's relations, in their order. */
export function relatedOf({ relations: { embed, expand } }: { relations: Relations }): Collection[] {
  return [...embed, ...expand].map(({ collection }) => collection);
}
