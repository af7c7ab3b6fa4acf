import type { Collection, Collections } from '../schema/collection.ts';
import { type FieldReference, isDeclared } from './field-reference.ts';
import type { Relations } from './list-query.ts';
import { relationsOf } from './relations.ts';

/** The relations of a collection whose foreign keys a schema declares. A loose schema allows all others too. */
export function declaredRelations(collection: Collection, collections: Collections): Relations {
  const { embed, expand } = relationsOf(collection, collections);
  const isNamed = (owner: Collection, { path }: FieldReference) => isDeclared(owner, path.join('.'));
  return {
    embed: embed.filter(({ collection: children, foreignKey }) => isNamed(children, foreignKey)),
    expand: expand.filter(({ foreignKey }) => isNamed(collection, foreignKey)),
  };
}
