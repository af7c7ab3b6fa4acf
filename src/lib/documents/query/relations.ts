import { type Collection, type Collections, findCollection } from '../schema/collection.ts';
import { parseFieldPath } from '../schema/field-path.ts';
import { fieldOf } from '../schema/fields.ts';
import type { Embed, Expand, FieldReference, Relations } from './list-query.ts';
import { parameterError } from './parameter-error.ts';

/**
 * json-server's relations, by the field `{singular}Id`. `_embed` takes the name of a collection that points here; the
 * singular of one that is pointed to also works, as in json-server 1 and as react-admin asks.
 *
 * @throws Problem 400 for a collection that does not exist or that is not related
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
    if (embedded && !(expanded && isMeant(expanded, embedded, collection))) embeds.push(embedded);
    else if (expanded) parents.set(name, expanded);
    else throw refuse('_embed', name);
  }
  for (const name of new Set(expand)) {
    const expanded = expandable(name, collection, collections);
    if (!expanded) throw refuse('_expand', name);
    if (embeds.some((embedded) => embedded.collection.name === name)) {
      throw parameterError('_expand', name, '_embed puts other documents under this name');
    }
    parents.set(name, expanded);
  }
  return { embed: embeds, expand: [...parents.values()] };
}

/**
 * Where a collection's name is its own singular (`series`), `_embed` can mean both its documents that point here and
 * the one that is pointed to. A field that a schema names tells which.
 */
function isMeant(expanded: Expand, embedded: Embed, collection: Collection): boolean {
  return declares(collection, expanded.foreignKey) && !declares(embedded.collection, embedded.foreignKey);
}

function declares({ jsonSchema }: Collection, { path }: FieldReference): boolean {
  return Object.hasOwn(jsonSchema.properties ?? {}, path.join('.'));
}

function embeddable(name: string, collection: Collection, collections: Collections): Embed | null {
  const children = findCollection(collections, name);
  return children && embedOf(children, collection);
}

function expandable(name: string, collection: Collection, collections: Collections): Expand | null {
  const parent = Object.values(collections).find(({ singular }) => singular === name);
  return (parent && expandOf(parent, collection)) ?? null;
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
