import { MAX_RELATIONS } from '../limits.ts';
import type { Collection, Collections } from '../schema/collection.ts';
import { isDeclared } from '../schema/field-reference.ts';
import { findCollection } from '../schema/find-collection.ts';
import {
  type Embed,
  type Expand,
  embedOf,
  expandsOf,
  type Relations,
  relationsOf,
} from '../schema/related-collections.ts';
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

function allowedRelations(collection: Collection, collections: Collections): string {
  const { embed, expand } = relationsOf(collection, collections);
  const embeds = embed.map(({ collection: { name } }) => `_embed=${name}`);
  const expands = expand.map(({ as }) => `_expand=${as}`);
  const allowed = [...embeds, ...expands];
  return allowed.length === 0 ? 'this collection has no relations' : `allowed: ${allowed.join(', ')}`;
}
