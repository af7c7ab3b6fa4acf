import { Problem } from '../../http/problem/problem.ts';
import type { Collection } from '../schema/collection.ts';

/** 404: a collection does not have a document. */
export function documentMissing(collection: Collection, id: string): Problem {
  const { name, isSingleton } = collection;
  return new Problem(
    'no-such-document',
    isSingleton
      ? `${name} has no document yet; PUT /api/${name} creates it.`
      : `There is no document ${JSON.stringify(id)} in ${name}.`,
  );
}
