import { Problem } from '../../http/problem.ts';
import type { Collection, Collections } from '../schema/collection.ts';
import type { ListQuery } from './list-query.ts';
import { parseListQuery } from './parse.ts';
import { embedOf } from './relations.ts';

/**
 * The query of `/{parent}/{id}/{collection}`: `/{collection}?{singular of parent}Id={id}`, with all other parameters.
 *
 * @throws Problem 404 when the collection's documents cannot point to the parent's
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
      `Documents of ${collection.name} have no ${parent.foreignKey}, so none belong to ${parent.name}.`,
    );
  }
  const query = parseListQuery(parameters, collection, collections);
  return {
    ...query,
    filters: [...query.filters, { field: relation.foreignKey, operator: 'eq', values: [id] }],
  };
}
