import { PARAMETERS } from '../../../lib/documents/schema/reserved-names.ts';

/** Documents of a page, where the URL says nothing else. */
export const PAGE_SIZE = 20;

export const PAGE_SIZES: readonly number[] = [10, 20, 50, 100];

/** Documents of a page up to which the names of parents are asked for: a page of a large collection has at most 400 with relations. */
const MAX_EXPANDED = 100;

/** Parameters that say which part of the list is shown. */
const PLACE: readonly string[] = ['_page', '_after', '_before', '_start', '_end'];

const LENGTH: readonly string[] = ['_limit', '_per_page'];

/**
 * The path of the list that a URL of the explorer shows. The URL has the API's own parameters; a page, its size and the
 * names of parents are added where it has none.
 */
export function listPath(
  collection: string,
  query: URLSearchParams,
  { expand = [] }: { expand?: readonly string[] } = {},
): string {
  const sent = new URLSearchParams(query);
  sent.delete('_format');
  const isSlice = sent.has('_start') || sent.has('_end');
  if (!isSlice && !PLACE.some((name) => sent.has(name))) sent.set('_page', '1');
  if (!isSlice && !LENGTH.some((name) => sent.has(name))) sent.set('_limit', String(PAGE_SIZE));
  const isShort = Number(sent.get('_limit') ?? sent.get('_per_page') ?? MAX_EXPANDED) <= MAX_EXPANDED;
  if (isShort && expand.length > 0 && !sent.has('_expand')) sent.set('_expand', expand.join());
  return `/api/${encodeURIComponent(collection)}?${sent}`;
}

/** The path of all documents of the present filter, in another format. */
export function exportPath(collection: string, query: URLSearchParams, format: 'csv' | 'ndjson'): string {
  const sent = new URLSearchParams(query);
  for (const name of [...PLACE, ...LENGTH, '_total', '_expand', '_embed']) sent.delete(name);
  sent.set('_format', format);
  return `/api/${encodeURIComponent(collection)}?${sent}`;
}

/** A query with another value of a parameter, from the first page; without it for an empty value. */
export function withParameter(query: URLSearchParams, name: string, value: string): URLSearchParams {
  const changed = withoutPlace(query);
  if (value === '') changed.delete(name);
  else changed.set(name, value);
  return changed;
}

function withoutPlace(query: URLSearchParams): URLSearchParams {
  const changed = new URLSearchParams(query);
  for (const name of PLACE) changed.delete(name);
  return changed;
}

/** Whether a query chooses documents. */
export function isFiltered(query: URLSearchParams): boolean {
  return query.has('q') || query.has('_where') || filterParameters(query).length > 0;
}

/** The parameters that filter by a field. */
export function filterParameters(query: URLSearchParams): [name: string, value: string][] {
  return [...query].filter(([name]) => !PARAMETERS.includes(name) && name !== '_' && name !== 'callback');
}

/** A query with other filters, from the first page. */
export function withFilters(
  query: URLSearchParams,
  filters: readonly (readonly [name: string, value: string])[],
): URLSearchParams {
  const changed = withoutPlace(query);
  for (const [name] of filterParameters(query)) changed.delete(name);
  for (const [name, value] of filters) changed.append(name, value);
  return changed;
}

/** A query without anything that chooses documents. */
export function withoutFilters(query: URLSearchParams): URLSearchParams {
  const changed = withFilters(query, []);
  changed.delete('q');
  changed.delete('_where');
  return changed;
}

export type Direction = 'ascending' | 'descending' | 'none';

/** How a list is sorted by a field, if that is its first. */
export function directionOf(query: URLSearchParams, field: string): Direction {
  const [first = ''] = (query.get('_sort') ?? '').split(',');
  if (first === `-${field}`) return 'descending';
  if (first !== field) return 'none';
  return query.get('_order')?.split(',')[0]?.toLowerCase() === 'desc' ? 'descending' : 'ascending';
}

/** The next order by a field: ascending, descending, then that of the collection. */
export function sortedBy(query: URLSearchParams, field: string): URLSearchParams {
  const next = { none: field, ascending: `-${field}`, descending: '' }[directionOf(query, field)];
  const changed = withParameter(query, '_sort', next);
  changed.delete('_order');
  return changed;
}

/** The fields by which a list is sorted. */
export function sortFields(query: URLSearchParams): string[] {
  return (query.get('_sort') ?? '')
    .split(',')
    .filter(Boolean)
    .map((field) => field.replace(/^-/, ''));
}
