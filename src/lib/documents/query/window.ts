import type { ListQuery, PageWindow, Window } from './list-query.ts';
import { parameterError } from './parameter-error.ts';

/** Documents per response at most, when the client gives a number, and when it gives none. */
export const MAX_LIMIT = 10_000;
const IMPLICIT_LIMIT = 1_000;
const DEFAULT_PAGE_LIMIT = 10;

/** The value of a parameter, or `null` when it is absent or empty. */
export type ReadParameter = (name: string) => string | null;

/** The parts of a query that page a list. */
export type Paging = Pick<ListQuery, 'window' | 'perPage'>;

/**
 * Parses paging. `_per_page` (with `_page`) is that of json-server 1. Otherwise it is that of 0.17: `_page` (with
 * `_limit`) wins over `_end` (with `_start`), which wins over `_limit` (with `_start`). `_start` alone is ignored.
 *
 * @throws Problem 400 for anything but a whole number in range, and for `_per_page` with parameters of 0.17
 */
export function parseWindow(read: ReadParameter): Paging {
  const [page, size] = [read('_page'), read('_per_page')];
  if (size) {
    refuseSlice(size, read);
    const window = pageOf(page ?? '1', whole('_per_page', size, 1, MAX_LIMIT));
    return { window, perPage: window.limit };
  }
  if (!page) return { window: sliceOf(read), perPage: null };
  const limit = read('_limit');
  return {
    window: pageOf(page, limit ? whole('_limit', limit, 1, MAX_LIMIT) : DEFAULT_PAGE_LIMIT),
    perPage: null,
  };
}

function refuseSlice(size: string, read: ReadParameter): void {
  const [other] = ['_limit', '_start', '_end'].filter(read);
  if (other !== undefined) throw parameterError('_per_page', size, `it cannot be combined with ${other}`);
}

function pageOf(page: string, limit: number): PageWindow {
  const last = Math.floor(Number.MAX_SAFE_INTEGER / limit);
  return { kind: 'page', page: whole('_page', page, 1, last), limit };
}

function sliceOf(read: ReadParameter): Window {
  const [limit, start, end] = ['_limit', '_start', '_end'].map(read);
  if (!end && !limit) return { kind: 'page', page: 1, limit: IMPLICIT_LIMIT };
  const from = start ? wholeOrFromEnd('_start', start) : 0;
  const to = end ? wholeOrFromEnd('_end', end) : from + wholeOrFromEnd('_limit', limit ?? '');
  if (from >= 0 && to - from > MAX_LIMIT) {
    throw parameterError(
      end ? '_end' : '_limit',
      end || limit || '',
      `at most ${MAX_LIMIT} documents per response`,
    );
  }
  return { kind: 'slice', start: from, end: to };
}

function wholeOrFromEnd(name: string, text: string): number {
  return whole(name, text, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
}

/** @throws Problem 400 for a text that is not a whole number in range */
export function whole(name: string, text: string, least: number, most: number): number {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range =
    least > 0 && most < Number.MAX_SAFE_INTEGER
      ? ` from ${least} to ${most}`
      : least >= 0
        ? ` from ${least}`
        : '';
  throw parameterError(name, text, `it must be a whole number${range}`);
}
