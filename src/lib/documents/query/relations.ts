import pluralize from 'pluralize';
import type { Collection, Collections } from '../collection.ts';
import { findCollection } from '../collection.ts';
import { parseFieldPath } from '../field-path.ts';
import { fieldOf } from '../fields.ts';
import type { Embed, Expand, FieldReference, Relations } from './list-query.ts';
import { parameterError } from './parameter-error.ts';

/**
 * json-server's relations, by the field `{singular}Id`. `_embed` takes the plural of a collection that points here;
 * the singular of one that is pointed to also works, as in json-server 1 and as react-admin asks.
 *
 * @throws Problem 400 for a collection that does not exist or that is not related
 */
export function parseRelations(
  embed: readonly string[],
  expand: readonly string[],
  collection: Collection,
  collections: Collections,
): Relations {
  const embeds: Embed[] = [];
  const expands: Expand[] = [];
  for (const [parameter, names] of [
    ['_embed', embed],
    ['_expand', expand],
  ] as const) {
    for (const name of new Set(names)) {
      const children = parameter === '_embed' ? findCollection(collections, name) : null;
      const parent = children === null ? findCollection(collections, pluralize.plural(name)) : null;
      const embedded = children && embedOf(children, collection);
      const expanded = parent && parent.name !== name ? expandOf(parent, collection) : null;
      if (embedded) embeds.push(embedded);
      else if (expanded) expands.push(expanded);
      else throw parameterError(parameter, name, allowedRelations(collection, collections));
    }
  }
  return { embed: embeds, expand: expands };
}

/** How documents of `children` point to one of `parent`, or `null` if they cannot. */
export function embedOf(children: Collection, parent: Collection): Embed | null {
  const foreignKey = referenceTo(children, parent.foreignKey);
  return foreignKey && { collection: children, foreignKey };
}

function expandOf(parent: Collection, collection: Collection): Expand | null {
  const foreignKey = referenceTo(collection, parent.foreignKey);
  return foreignKey && { collection: parent, foreignKey, as: parent.singular };
}

function referenceTo(collection: Collection, name: string): FieldReference | null {
  const path = parseFieldPath(name);
  const field = path && fieldOf(collection.jsonSchema, path);
  if (path === null || !field?.exists) return null;
  return { path, scalars: field.scalars, isIndexed: isIndexed(collection, name) };
}

export function isIndexed(collection: Collection, field: string): boolean {
  return collection.indexes.some((index) => index.join('.') === field);
}

function allowedRelations(collection: Collection, collections: Collections): string {
  const all = Object.values(collections);
  const embeds = all.filter((other) => embedOf(other, collection)).map(({ name }) => `_embed=${name}`);
  const expands = all
    .filter((other) => expandOf(other, collection))
    .map(({ singular }) => `_expand=${singular}`);
  const allowed = [...embeds, ...expands];
  return allowed.length === 0
    ? 'nothing is related to this collection'
    : `the relations are ${allowed.join(', ')}`;
}
