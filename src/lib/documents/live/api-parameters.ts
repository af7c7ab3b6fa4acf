import { IMPLICIT_LIMIT } from '../query/page/parse-window.ts';
import { parameterError } from '../query/parameter-error.ts';
import type { ListFilter, ReadOptions } from './loader-filters.ts';

/**
 * The query parameters of the same list of the API. Matches are not counted, because entries cannot hold a total.
 *
 * @throws Problem 400 for a condition with a value that JSON leaves out
 */
export function listParameters({
  filter,
  search,
  sort,
  start,
  limit,
  ...options
}: ListFilter): URLSearchParams {
  const parameters = selectionParameters(options);
  if (filter !== undefined) parameters.set('_where', JSON.stringify(filter, refuseAbsent));
  if (search !== undefined) parameters.set('q', search);
  if (sort !== undefined) parameters.set('_sort', [sort].flat().join(','));
  if (start !== undefined || limit !== undefined) {
    parameters.set('_start', String(start ?? 0));
    parameters.set('_limit', String(limit ?? IMPLICIT_LIMIT));
  }
  parameters.set('_total', 'none');
  return parameters;
}

/** The query parameters that add the same related documents. */
export function selectionParameters({ embed = [], expand = [] }: ReadOptions): URLSearchParams {
  const relations = [...embed.map((name) => ['_embed', name]), ...expand.map((name) => ['_expand', name])];
  return new URLSearchParams(relations);
}

/** Refuses `undefined`, which JSON drops, and `NaN`, which it writes as `null`: the condition would be another one. */
function refuseAbsent(name: string, value: unknown): unknown {
  const isLost = value === undefined || (typeof value === 'number' && !Number.isFinite(value));
  if (isLost) throw parameterError('_where', String(value), `at ${name}, it must be a value of JSON`);
  return value;
}
