import { Problem } from '../../http/problem/problem.ts';
import type { Collection } from '../schema/collection.ts';
import type { Selection } from './list-query.ts';
import { whole } from './page/parse-window.ts';
import { parameterError } from './parameter-error.ts';
import { readOnce } from './parse-query.ts';
import { type GivenParameters, meaningful } from './query-parameters.ts';

/** The checked query of `/api/{collection}/changes`. It selects whole documents. */
export interface ChangesQuery extends Selection {
  /** The version that the client has; 0 for nothing. */
  since: number;
  /** Maximum changes of the response. */
  limit: number;
}

/** Maximum and default number of changes of one response. */
export const MAX_RESPONSE_CHANGES = 1_000;

const PARAMETERS: readonly string[] = ['_since', '_limit'];

/**
 * Parses `_since` and `_limit`.
 *
 * @throws Problem 400 for another parameter or value, 404 for a collection whose changes are not recorded
 */
export function parseChangesQuery(given: GivenParameters, collection: Collection): ChangesQuery {
  if (!collection.changes) throw notRecorded(collection);
  const parameters = meaningful(given, collection);
  for (const [name, value] of parameters) {
    if (!PARAMETERS.includes(name)) {
      throw parameterError(name, value, `changes allow only ${PARAMETERS.join(' and ')}`);
    }
  }
  const [since, limit] = PARAMETERS.map((name) => readOnce(parameters, name));
  return {
    since: since ? whole('_since', since, 0, Number.MAX_SAFE_INTEGER) : 0,
    limit: limit ? whole('_limit', limit, 1, MAX_RESPONSE_CHANGES) : MAX_RESPONSE_CHANGES,
    relations: { embed: [], expand: [] },
    fields: null,
  };
}

function notRecorded({ name }: Collection): Problem {
  return new Problem(
    'changes-not-recorded',
    `The changes of ${name} are not recorded. Add changes: true to ${name} in src/collections.ts.`,
  );
}
