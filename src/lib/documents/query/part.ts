import type { Window } from './list-query.ts';
import { MAX_LIMIT } from './window.ts';

/** The part of a window that a response contains. */
export interface Part {
  /** Number of documents. */
  length: number;
  /** The page that the response is, if it is one: with the limit of the query, or a smaller one. */
  page: { page: number; limit: number } | null;
  /** The rest of a slice, if it is cut. */
  rest: { start: number; end: number } | null;
}

export const WHOLE: Part = { length: 0, page: null, rest: null };

/**
 * The part of a window when only some of its documents fit into a response. A page becomes a smaller one, with the
 * greatest limit that divides the position of the page, so that `Link` leads to all other documents.
 *
 * @param fitting number of documents of the window that fit
 */
export function partOf(window: Window, total: number, fitting: number): Part {
  if (window.kind === 'page') {
    const offset = (window.page - 1) * window.limit;
    if (fitting >= Math.min(window.limit, total - offset)) {
      return { length: fitting, page: { page: window.page, limit: window.limit }, rest: null };
    }
    let limit = fitting;
    while (window.limit % limit !== 0) limit -= 1;
    return { length: limit, page: { page: offset / limit + 1, limit }, rest: null };
  }
  const [start, end] = [window.start, window.end].map((bound) =>
    Math.min(bound < 0 ? Math.max(total + bound, 0) : bound, total),
  ) as [number, number];
  const isCut = start + fitting < Math.min(end, start + MAX_LIMIT);
  return { length: fitting, page: null, rest: isCut ? { start: start + fitting, end } : null };
}
