import { Problem } from '../../http/problem/problem.ts';
import { MAX_DOCUMENTS } from '../limits.ts';
import type { Collection } from '../schema/collection.ts';
import { parameterError } from './parameter-error.ts';
import { type GivenParameters, meaningful } from './query-parameters.ts';

/**
 * The ids that a write of several documents names: `?id=1&id=2`. A repeated id counts once.
 *
 * @throws Problem 400 for no id, more than 1,000, or any other parameter, so that no write affects a whole collection
 */
export function parseNamedIds(given: GivenParameters, collection: Collection): string[] {
  const parameters = meaningful(given, collection);
  for (const [name, value] of parameters) {
    if (name !== 'id') throw parameterError(name, value, 'a write of several documents allows only id');
  }
  const ids = [...new Set(parameters.getAll('id'))];
  if (ids.length === 0) {
    const allowed = 'name the documents, as in ?id=1&id=2';
    throw new Problem('bad-parameter', `The parameter id is missing; ${allowed}.`, {
      extensions: { errors: { id: allowed } },
    });
  }
  if (ids.includes('')) throw parameterError('id', '', 'an id has at least one character');
  if (ids.length > MAX_DOCUMENTS) {
    throw new Problem('bad-parameter', `There are ${ids.length} ids; at most ${MAX_DOCUMENTS} are allowed.`, {
      extensions: { errors: { id: `at most ${MAX_DOCUMENTS} ids are allowed` } },
    });
  }
  return ids;
}
