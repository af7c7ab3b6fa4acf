import { describe, expect, it } from 'vitest';
import { MAX_LIMIT } from '../../../../../src/lib/documents/limits.ts';
import { parseWindow } from '../../../../../src/lib/documents/query/page/parse-window.ts';

const paging = (query: string) => parseWindow((name) => new URLSearchParams(query).get(name));
const window = (query: string) => paging(query).window;
const page = (page: number, limit: number) => ({ kind: 'page', page, limit });
const slice = (start: number, end: number) => ({ kind: 'slice', start, end });

describe('parseWindow()', () => {
  it.each([
    // Without a number from the client, a response has at most 1,000 documents.
    ['', page(1, 1000)],
    ['_start=5', page(1, 1000)],
    ['_page=&_limit=&_end=', page(1, 1000)],
    ['_page=3', page(3, 10)],
    ['_page=3&_limit=7', page(3, 7)],
    ['_page=3&_start=1&_end=2', page(3, 10)],
    ['_page=900719925474099', page(900719925474099, 10)],
    ['_end=30', slice(0, 30)],
    ['_start=20&_end=30', slice(20, 30)],
    ['_start=20&_end=30&_limit=1', slice(20, 30)],
    ['_start=20&_limit=10', slice(20, 30)],
    ['_start=-5&_end=-2', slice(-5, -2)],
    ['_end=-2', slice(0, -2)],
    ['_limit=0', slice(0, 0)],
    ['_limit=-1', slice(0, -1)],
    ['_start=%2B5&_limit=2', slice(5, 7)],
    // Bounds that count from the end cannot be compared before the total is known.
    ['_start=-20000&_limit=19999', slice(-20000, -1)],
    [`_limit=${MAX_LIMIT}`, slice(0, MAX_LIMIT)],
  ])('reads %j as %j', (query, expected) => {
    expect(paging(query)).toEqual({ window: expected, perPage: null });
  });

  it.each([
    ['_per_page=25', page(1, 25)],
    ['_page=3&_per_page=25', page(3, 25)],
    [`_page=2&_per_page=${MAX_LIMIT}`, page(2, MAX_LIMIT)],
    ['_page=3&_per_page=25&_limit=&_start=&_end=', page(3, 25)],
  ])('reads %j as %j in an envelope', (query, expected) => {
    expect(paging(query)).toEqual({ window: expected, perPage: expected.limit });
  });

  it.each([
    ['_per_page=0', '_per_page', 'from 1 to 10000'],
    ['_per_page=10001', '_per_page', 'from 1 to 10000'],
    ['_per_page=x', '_per_page', 'from 1 to 10000'],
    ['_per_page=5&_page=0', '_page', 'from 1 to'],
    ['_page=1&_per_page=5&_limit=5', '_per_page', 'combined with _limit'],
    ['_per_page=5&_start=0', '_per_page', 'combined with _start'],
    ['_per_page=5&_end=9', '_per_page', 'combined with _end'],
    ['_page=0', '_page', 'a whole number from 1'],
    ['_page=-1', '_page', 'a whole number from 1'],
    ['_page=1.0', '_page', 'a whole number from 1'],
    ['_page=0x1', '_page', 'a whole number from 1'],
    ['_page=900719925474100', '_page', 'from 1 to 900719925474099'],
    ['_page=1&_limit=0', '_limit', 'from 1 to 10000'],
    ['_page=1&_limit=10001', '_limit', 'from 1 to 10000'],
    ['_limit=10001', '_limit', 'at most 10000'],
    ['_start=1&_end=10002', '_end', 'at most 10000'],
    ['_start=1e3&_end=5', '_start', 'a whole number'],
    ['_end=9007199254740992', '_end', 'a whole number'],
    ['_start= 1&_end=5', '_start', 'a whole number'],
  ])('refuses %j and names %s and the allowed values', (query, name, allowed) => {
    expect(() => window(query)).toThrow(
      expect.objectContaining({
        code: 'bad-parameter',
        extensions: { errors: { [name]: expect.stringContaining(allowed) } },
      }),
    );
  });
});
