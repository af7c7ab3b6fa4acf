import { Problem } from '../../http/problem/problem.ts';
import type { Collection, Collections } from '../schema/collection.ts';
import type { FieldReference } from './field-reference.ts';
import { and, type Leaf } from './filter/condition.ts';
import type { ListQuery } from './list-query.ts';
import { parseListQuery } from './parse-query.ts';
import type { GivenParameters } from './query-parameters.ts';

import { embedOf } from './relations.ts';

/**
 * The query of `/{parent}/{id}/{collection}`, which equals `/{collection}?{singular of parent}Id={id}`.
 *
 * @throws Problem 404 when the collection cannot refer to the parent
 */
export function nestedQuery(
  parameters: GivenParameters,
  { parent, id }: { parent: Collection; id: string },
  collection: Collection,
  collections: Collections,
): ListQuery {
  const foreignKey = nestedKey(parent, collection);
  const query = parseListQuery(parameters, collection, collections);
  const refers: Leaf = { kind: 'leaf', field: foreignKey, operator: 'eq', values: [id] };
  return { ...query, where: and([query.where, refers]) };
}

/**
 * The field of a collection that refers to a parent.
 *
 * @throws Problem 404 when there is none
 */
export function nestedKey(parent: Collection, collection: Collection): FieldReference {
  const relation = embedOf(collection, parent);
  if (relation !== null) return relation.foreignKey;
  throw new Problem(
    'no-such-collection',
    `${collection.name} has no field ${parent.foreignKey}, so it is not related to ${parent.name}.`,
  );
}
