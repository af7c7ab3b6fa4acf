import type { Window } from './list-query.ts';
import { parameterError } from './parameter-error.ts';

/** Documents per response at most, when the client gives a number, and when it gives none. */
export const MAX_LIMIT = 10_000;
const IMPLICIT_LIMIT = 1_000;
const DEFAULT_PAGE_LIMIT = 10;

/** The value of a parameter, or `null` when it is absent or empty. */
export type ReadParameter = (name: string) => string | null;

/**
 * Parses json-server 0.17's paging: `_page` (with `_limit`) wins over `_end` (with `_start`), which wins over `_limit`
 * (with `_start`). `_start` alone is ignored.
 *
 * @throws Problem 400 for anything but a whole number in range
 */
export function parseWindow(read: ReadParameter): Window {
  const [page, limit, start, end] = ['_page', '_limit', '_start', '_end'].map(read);
  if (page) {
    const size = limit ? whole('_limit', limit, 1, MAX_LIMIT) : DEFAULT_PAGE_LIMIT;
    return {
      kind: 'page',
      page: whole('_page', page, 1, Math.floor(Number.MAX_SAFE_INTEGER / size)),
      limit: size,
    };
  }
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

function whole(name: string, text: string, least: number, most: number): number {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range =
    least > 0 && most < Number.MAX_SAFE_INTEGER
      ? ` from ${least} to ${most}`
      : least > 0
        ? ` from ${least}`
        : '';
  throw parameterError(name, text, `it must be a whole number${range}`);
}
