import sql, { type Sql } from 'sql-template-tag';
import type { Window } from '../query/list-query.ts';
import { MAX_LIMIT } from '../query/window.ts';
import { MAX_SKIPPED } from './list-bounds.ts';
import { TOTAL } from './list-state.ts';

/** The documents that a window has at most. */
export function longestOf(window: Window): number {
  if (window.kind === 'page') return window.limit;
  return countsFromEnd(window) ? MAX_LIMIT : Math.max(window.end - window.start, 0);
}

export function countsFromEnd(window: Window): boolean {
  return window.kind === 'slice' && (window.start < 0 || window.end < 0);
}

/** Whether the window may begin behind more documents than are skipped. */
export function mayBeFar(window: Window): boolean {
  if (window.kind === 'page') return (window.page - 1) * window.limit > MAX_SKIPPED;
  return countsFromEnd(window) || window.start > MAX_SKIPPED;
}

/** A window as SQL of LIMIT and OFFSET. */
export function boundsOf(window: Window): { count: Sql; offset: Sql } {
  if (window.kind === 'page') {
    return { count: sql`${window.limit}`, offset: sql`${(window.page - 1) * window.limit}` };
  }
  const { start, end } = window;
  if (start >= 0 && end >= 0) return { count: sql`${Math.max(end - start, 0)}`, offset: sql`${start}` };
  const [from, to] = [start, end].map((bound) =>
    bound < 0 ? sql`max(${TOTAL} + ${bound}, 0)` : sql`${bound}`,
  );
  return { count: sql`min(max(${to} - ${from}, 0), ${MAX_LIMIT})`, offset: sql`${from}` };
}
