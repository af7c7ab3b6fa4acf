import { MAX_LIMIT } from '../limits.ts';
import type { ListQuery, Window } from '../query/list-query.ts';
import type { ReadParameter } from '../query/page/parse-window.ts';
import { parameterError } from '../query/parameter-error.ts';
import type { Collection } from '../schema/collection.ts';
import { isInOrder } from '../store/find/find-page.ts';
import { countsFromEnd, longestOf } from '../store/find/window-bounds.ts';

/** Documents that one read of a long stream returns. */
const PAGE_SIZE = 1_000;

/** A list that is read page by page. */
export interface StreamQuery {
  /** The first page. */
  first: ListQuery;
  /** Documents of one page. */
  pageSize: number;
  /** Maximum documents of the stream. */
  length: number;
  /** Whether the query has no window, so that the stream has all documents of the list. */
  isWhole: boolean;
}

/**
 * The query of a stream. A stream that the edge may store is one read if its documents fit, and so is one that would be
 * sorted again for each page. Any other is read in pages of 1,000 documents.
 *
 * @throws Problem 400 for parameters that belong to a page of JSON
 */
export function streamQuery(
  read: ReadParameter,
  query: ListQuery,
  collection: Collection,
  isShared: boolean,
): StreamQuery {
  for (const name of ['_per_page', '_before']) {
    const value = read(name);
    if (value) throw parameterError(name, value, 'a stream has no pages, and goes forward');
  }
  if (query.total === 'exact') throw parameterError('_total', 'exact', 'a stream counts nothing');
  const isWhole = !['_page', '_limit', '_end'].some(read);
  const pageSize = isShared || !isInOrder(collection, query) ? MAX_LIMIT : PAGE_SIZE;
  const length = isWhole ? Number.POSITIVE_INFINITY : longestOf(query.window);
  // Bounds from the end need the total.
  const total = countsFromEnd(query.window) ? null : 'none';
  const window = firstWindow(query, Math.min(pageSize, length));
  return { first: { ...query, window, total }, pageSize, length, isWhole };
}

function firstWindow({ window, cursor }: ListQuery, size: number): Window {
  if (cursor !== null) return { kind: 'page', page: null, limit: size };
  if (countsFromEnd(window)) return window;
  const start = window.kind === 'page' ? ((window.page ?? 1) - 1) * window.limit : window.start;
  return { kind: 'slice', start, end: start + size };
}
