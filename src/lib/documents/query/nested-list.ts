import { Problem } from '../../http/problem.ts';
import type { Collection, Collections } from '../schema/collection.ts';
import type { ListQuery } from './list-query.ts';
import { parseListQuery } from './parse.ts';
import { embedOf } from './relations.ts';

/**
 * The query of `/{parent}/{id}/{collection}`, which equals `/{collection}?{singular of parent}Id={id}`.
 *
 * @throws Problem 404 when the collection cannot refer to the parent
 */
export function nestedQuery(
  parameters: URLSearchParams,
  { parent, id }: { parent: Collection; id: string },
  collection: Collection,
  collections: Collections,
): ListQuery {
  const relation = embedOf(collection, parent);
  if (relation === null) {
    throw new Problem(
      'no-such-collection',
      `${collection.name} has no field ${parent.foreignKey}, so it is not related to ${parent.name}.`,
    );
  }
  const query = parseListQuery(parameters, collection, collections);
  return {
    ...query,
    filters: [...query.filters, { field: relation.foreignKey, operator: 'eq', values: [id] }],
  };
}
