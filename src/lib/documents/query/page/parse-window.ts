import { MAX_LIMIT } from '../../limits.ts';
import type { ListQuery, PageWindow, SliceWindow, Window } from '../list-query.ts';
import { parameterError } from '../parameter-error.ts';

/** Maximum documents of one response when the client gives no number. */
export const IMPLICIT_LIMIT = 1_000;
/** Documents of a page without `_limit`, as in json-server 0.17. */
const DEFAULT_PAGE_LIMIT = 10;

/** The value of a parameter, or `null` when it is absent or empty. */
export type ReadParameter = (name: string) => string | null;

/** The parts of a query that page a list. */
type Paging = Pick<ListQuery, 'window' | 'perPage'>;

/**
 * Parses paging. `_per_page` (with `_page`) pages as json-server 1 does. Otherwise json-server 0.17 is followed: `_page`
 * (with `_limit`) wins over `_end` (with `_start`), which wins over `_limit` (with `_start`). `_start` alone is ignored.
 * With a cursor, `_limit` alone is the size of a page without a number.
 *
 * @throws Problem 400 for anything but a whole number in range, for `_per_page` with parameters of 0.17, and for bounds
 *   that a cursor or `_total=none` leaves unknown
 */
export function parseWindow(read: ReadParameter): Paging {
  const page = read('_page');
  const size = read('_per_page');
  const cursor = ['_after', '_before'].find(read);
  if (size) {
    refuseWithSize(size, read, cursor !== undefined && !page);
    const limit = whole('_per_page', size, 1, MAX_LIMIT);
    return { window: pageOf(page ?? '1', limit), perPage: limit };
  }
  const limit = read('_limit');
  if (page) {
    const size = limit ? whole('_limit', limit, 1, MAX_LIMIT) : DEFAULT_PAGE_LIMIT;
    return { window: pageOf(page, size), perPage: null };
  }
  if (cursor !== undefined && !read('_end') && !(read('_start') && limit)) {
    const size = limit ? whole('_limit', limit, 1, MAX_LIMIT) : IMPLICIT_LIMIT;
    return { window: { kind: 'page', page: null, limit: size }, perPage: null };
  }
  const window = sliceOf(read);
  if (window.kind === 'slice') checkSlice(window, read);
  return { window, perPage: null };
}

/**
 * Parses `_total`.
 *
 * @throws Problem 400 for another value than `none` and `exact`
 */
export function parseTotal(read: ReadParameter): ListQuery['total'] {
  const text = read('_total');
  if (!text) return null;
  if (text !== 'none' && text !== 'exact') throw parameterError('_total', text, 'it must be none or exact');
  return text;
}

function refuseWithSize(size: string, read: ReadParameter, isUnnumbered: boolean): void {
  const [other] = ['_limit', '_start', '_end'].filter(read);
  if (other !== undefined) throw parameterError('_per_page', size, `it cannot be combined with ${other}`);
  if (read('_total') === 'none') {
    throw parameterError(
      '_total',
      'none',
      'it cannot be combined with _per_page, whose response has the total',
    );
  }
  if (isUnnumbered) throw parameterError('_per_page', size, 'with a cursor, it needs _page');
}

/** Bounds from the end need the total, and a slice has no pages before it. */
function checkSlice({ start, end }: SliceWindow, read: ReadParameter): void {
  const name = read('_end') ? '_end' : read('_start') ? '_start' : '_limit';
  const [before] = ['_before'].filter(read);
  if (before !== undefined) {
    throw parameterError(name, read(name) ?? '', `it cannot be combined with ${before}`);
  }
  if (start >= 0 && end >= 0) return;
  const negative = start < 0 ? '_start' : name;
  const text = read(negative) ?? '';
  if (read('_after')) throw parameterError(negative, text, 'with _after, it cannot count from the end');
  if (read('_total') === 'none') {
    throw parameterError(negative, text, 'with _total=none, it cannot count from the end');
  }
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

/**
 * Parses a whole number.
 *
 * @throws Problem 400 for any other text, and for a number out of range
 */
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
