import { MAX_RELATIONS } from '../limits.ts';
import type { Collection, Collections } from '../schema/collection.ts';
import { findCollection } from '../schema/find-collection.ts';
import { findField, isDeclared } from './field-reference.ts';
import type { Embed, Expand, Relations } from './list-query.ts';
import { parameterError } from './parameter-error.ts';

/**
 * Parses json-server's relations by the field `{singular}Id`. `_embed` takes the name of a collection that refers to
 * this one. It also takes a singular that `_expand` would take, as json-server 1 does and react-admin sends.
 *
 * @throws Problem 400 for a collection that does not exist or is not related
 */
export function parseRelations(
  embed: readonly string[],
  expand: readonly string[],
  collection: Collection,
  collections: Collections,
): Relations {
  const refuse = (parameter: string, name: string) =>
    parameterError(parameter, name, allowedRelations(collection, collections));
  const embeds: Embed[] = [];
  const parents = new Map<string, Expand>();
  for (const name of new Set(embed)) {
    const embedded = embeddable(name, collection, collections);
    const expanded = expandable(name, collection, collections);
    if (embedded && !(expanded && prefersExpand(expanded, embedded, collection))) embeds.push(embedded);
    else if (expanded) parents.set(name, expanded);
    else throw refuse('_embed', name);
  }
  for (const name of new Set(expand)) {
    const expanded = expandable(name, collection, collections);
    if (!expanded) throw refuse('_expand', name);
    if (embeds.some((embedded) => embedded.collection.name === name)) {
      throw parameterError('_expand', name, '_embed uses this name already');
    }
    parents.set(name, expanded);
  }
  if (embeds.length + parents.size > MAX_RELATIONS) {
    const given = [...new Set([...embed, ...expand])].join(', ');
    throw parameterError(
      embeds.length > 0 ? '_embed' : '_expand',
      given,
      `at most ${MAX_RELATIONS} relations`,
    );
  }
  return { embed: embeds, expand: [...parents.values()] };
}

/**
 * Whether `_embed` means the document that is referred to, where a collection's name is its own singular (`series`).
 * The schema that declares the foreign key decides.
 */
function prefersExpand(expanded: Expand, embedded: Embed, collection: Collection): boolean {
  return (
    isDeclared(collection, expanded.foreignKey.path.join('.')) &&
    !isDeclared(embedded.collection, embedded.foreignKey.path.join('.'))
  );
}

function embeddable(name: string, collection: Collection, collections: Collections): Embed | null {
  const children = findCollection(collections, name);
  return children && embedOf(children, collection);
}

function expandable(name: string, collection: Collection, collections: Collections): Expand | null {
  return expandsOf(collection, collections).find(({ as }) => as === name) ?? null;
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
function expandsOf(collection: Collection, collections: Collections): Expand[] {
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

function allowedRelations(collection: Collection, collections: Collections): string {
  const { embed, expand } = relationsOf(collection, collections);
  const embeds = embed.map(({ collection: { name } }) => `_embed=${name}`);
  const expands = expand.map(({ as }) => `_expand=${as}`);
  const allowed = [...embeds, ...expands];
  return allowed.length === 0 ? 'this collection has no relations' : `allowed: ${allowed.join(', ')}`;
}
