import sql, { Sql } from 'sql-template-tag';
import { MAX_LIMIT } from '../../limits.ts';

import type { ListQuery, Window } from '../../query/list-query.ts';
import { MAX_SKIPPED } from '../list-bounds.ts';
import { TOTAL } from './list-state.ts';

/** The part of a query that says which documents of the list are read. */
type Windowed = Pick<ListQuery, 'window' | 'cursor' | 'total'>;

/** The maximum number of documents in a window. */
export function longestOf(window: Window): number {
  if (window.kind === 'page') return window.limit;
  return countsFromEnd(window) ? MAX_LIMIT : Math.max(window.end - window.start, 0);
}

/** Whether a bound of the window is negative, so that its position depends on the total. */
export function countsFromEnd(window: Window): boolean {
  return window.kind === 'slice' && (window.start < 0 || window.end < 0);
}

/** Whether one more document than the window is read, which shows whether more exist. The total does not show it. */
export function readsOneMore({ cursor, total }: Windowed): boolean {
  return cursor !== null || total === 'none';
}

/** Whether the window may begin after more than `MAX_SKIPPED` documents. */
export function mayBeFar(query: Windowed): boolean {
  const { window, cursor } = query;
  return cursor === null && (countsFromEnd(window) || startOf(window) > MAX_SKIPPED);
}

/** The documents that a window reads at most. */
export function longestRead(query: Windowed): number {
  return longestOf(query.window) + (readsOneMore(query) ? 1 : 0);
}

/** Documents of at most 1 MiB that fit into the memory of the Worker, so that their sizes need no check. */
const SHORT_WINDOW = 16;

/** Whether the sizes of a page's documents need not be summed before they are read. */
export function isShort(query: Windowed): boolean {
  return longestRead(query) <= SHORT_WINDOW;
}

/** A number in a statement whose text is the same for other windows. */
class WindowNumber {
  readonly of: (query: Windowed) => number;

  constructor(of: (query: Windowed) => number) {
    this.of = of;
  }
}

/** `longestRead()` of the window that a statement is bound to. */
export const READ = new WindowNumber(longestRead);
const START = new WindowNumber(({ window }) => startOf(window));

/** A statement with the numbers of this window. */
export function bindWindow({ strings, values }: Sql, query: Windowed): Sql {
  return new Sql(
    strings,
    values.map((value) => (value instanceof WindowNumber ? value.of(query) : value)),
  );
}

/** A window as SQL of LIMIT and OFFSET. */
export function boundsOf(query: Windowed): { count: Sql; offset: Sql } {
  const { window, cursor } = query;
  if (cursor !== null) return { count: sql`${READ}`, offset: sql`${0}` };
  if (window.kind === 'page' || !countsFromEnd(window)) {
    return { count: sql`${READ}`, offset: sql`${START}` };
  }
  const [from, to] = [window.start, window.end].map((bound) =>
    bound < 0 ? sql`max(${TOTAL} + ${bound}, 0)` : sql`${bound}`,
  );
  return { count: sql`min(max(${to} - ${from}, 0), ${MAX_LIMIT})`, offset: sql`${from}` };
}

function startOf(window: Window): number {
  return window.kind === 'page' ? ((window.page ?? 1) - 1) * window.limit : window.start;
}
