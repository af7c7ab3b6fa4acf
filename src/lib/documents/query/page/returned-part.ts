import { MAX_LIMIT } from '../../limits.ts';
import type { PageWindow, Window } from '../list-query.ts';

/** The part of a window that a response contains. */
export interface Part {
  /** Number of documents. */
  length: number;
  /** The page that the response is, if it is one: with the limit of the query, or a smaller one. */
  page: { page: number | null; limit: number } | null;
  /** The rest of a slice, if it is cut. */
  rest: { start: number; end: number } | null;
}

export const WHOLE: Part = { length: 0, page: null, rest: null };

/**
 * The part of a window when only some of its documents fit into a response.
 *
 * @param fitting number of documents of the window that fit
 */
export function partOf(window: Window, total: number, fitting: number): Part {
  if (window.kind === 'page') {
    const offset = ((window.page ?? 1) - 1) * window.limit;
    return partOfPage(window, fitting, fitting < Math.min(window.limit, total - offset));
  }
  const [start, end] = [window.start, window.end].map((bound) =>
    Math.min(bound < 0 ? Math.max(total + bound, 0) : bound, total),
  ) as [number, number];
  return partOfSlice(start, end, fitting, start + fitting < Math.min(end, start + MAX_LIMIT));
}

/**
 * The part of a window when the total is unknown.
 *
 * @param isCut whether documents of the window do not fit
 */
export function partWithoutTotal(window: Window, fitting: number, isCut: boolean): Part {
  if (window.kind === 'page') return partOfPage(window, fitting, isCut);
  return partOfSlice(window.start, window.end, fitting, isCut);
}

/**
 * A page that is cut becomes a smaller one, with the greatest limit that fits and divides the limit of the query. Its
 * number is then a whole number.
 */
function partOfPage({ page, limit }: PageWindow, fitting: number, isCut: boolean): Part {
  if (!isCut || page === null) return { length: fitting, page: { page, limit }, rest: null };
  let smaller = fitting;
  while (limit % smaller !== 0) smaller -= 1;
  return { length: smaller, page: { page: ((page - 1) * limit) / smaller + 1, limit: smaller }, rest: null };
}

function partOfSlice(start: number, end: number, fitting: number, isCut: boolean): Part {
  return { length: fitting, page: null, rest: isCut ? { start: start + fitting, end } : null };
}
