import { parameterError } from '../query/parameter-error.ts';
import type { ListFilter, ReadOptions } from './loader-filters.ts';

/** Entries at most, where a page names no limit: that of the API. */
const DEFAULT_LIMIT = 1_000;

/**
 * The parameters of the API that ask for the same list. Nothing is counted: an entry has no place for a total.
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
    parameters.set('_limit', String(limit ?? DEFAULT_LIMIT));
  }
  parameters.set('_total', 'none');
  return parameters;
}

/** The parameters of the API that add the same related documents. */
export function selectionParameters({ embed = [], expand = [] }: ReadOptions): URLSearchParams {
  const relations = [...embed.map((name) => ['_embed', name]), ...expand.map((name) => ['_expand', name])];
  return new URLSearchParams(relations);
}

/** JSON drops `undefined` and writes `NaN` as `null`: a condition would be lost, or another one. */
function refuseAbsent(name: string, value: unknown): unknown {
  const isLost = value === undefined || (typeof value === 'number' && !Number.isFinite(value));
  if (isLost) throw parameterError('_where', String(value), `at ${name}, it must be a value of JSON`);
  return value;
}
