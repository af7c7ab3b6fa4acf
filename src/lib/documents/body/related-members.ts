import { isDeclared } from '../query/field-reference.ts';
import type { Embed, Expand, Relations } from '../query/list-query.ts';
import type { Collection } from '../schema/collection.ts';
import type { JsonObject } from './json-object.ts';

/**
 * Removes the related documents that `_embed` and `_expand` have added: clients such as react-admin send back the record
 * that they read. Declared fields stay, and so do values of another form.
 */
export function withoutRelated(
  object: JsonObject,
  collection: Collection,
  { embed, expand }: Relations,
): JsonObject {
  const added = [
    ...embed
      .filter((relation) => isEmbedded(object[relation.collection.name], relation, collection))
      .map((relation) => relation.collection.name),
    ...expand.filter((relation) => isExpanded(object, relation, collection)).map(({ as }) => as),
  ].filter((name) => !isDeclared(collection, name));
  return Object.fromEntries(Object.entries(object).filter(([name]) => !added.includes(name)));
}

/** Whether a value is an array of embedded documents. An empty one is, unless both schemas leave its meaning open. */
function isEmbedded(value: unknown, { collection: children, foreignKey }: Embed, owner: Collection): boolean {
  if (!Array.isArray(value)) return false;
  const key = foreignKey.path.join('.');
  return value.length === 0
    ? isDeclared(children, key) || owner.jsonSchema.additionalProperties === false
    : value.every((item) => hasMember(item, 'id') && hasMember(item, key));
}

/** Whether a member is an expanded document, whose foreign key the schema declares or this body has. */
function isExpanded(object: JsonObject, { as, foreignKey }: Expand, owner: Collection): boolean {
  const key = foreignKey.path.join('.');
  return hasMember(object[as], 'id') && (isDeclared(owner, key) || Object.hasOwn(object, key));
}

function hasMember(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}
