import { expect, it } from 'vitest';
import type { Window } from '../../../../../src/lib/documents/query/list-query.ts';
import {
  type Part,
  partOf,
  partWithoutTotal,
} from '../../../../../src/lib/documents/query/page/returned-part.ts';

const page = (number: number, limit: number): Window => ({ kind: 'page', page: number, limit });
const slice = (start: number, end: number): Window => ({ kind: 'slice', start, end });

it.each<[Window, number, number, Part]>([
  [page(1, 10), 30, 10, { length: 10, page: { page: 1, limit: 10 }, rest: null }],
  [page(3, 10), 25, 5, { length: 5, page: { page: 3, limit: 10 }, rest: null }],
  [page(9, 10), 25, 0, { length: 0, page: { page: 9, limit: 10 }, rest: null }],
  // A page that is cut is a page of a smaller limit, whose next pages have all other documents.
  [page(3, 10), 100, 7, { length: 5, page: { page: 5, limit: 5 }, rest: null }],
  [page(2, 7), 100, 6, { length: 1, page: { page: 8, limit: 1 }, rest: null }],
  [slice(5, 15), 100, 10, { length: 10, page: null, rest: null }],
  [slice(5, 15), 8, 3, { length: 3, page: null, rest: null }],
  [slice(5, 15), 100, 4, { length: 4, page: null, rest: { start: 9, end: 15 } }],
  [slice(-5, -1), 10, 3, { length: 3, page: null, rest: { start: 8, end: 9 } }],
  [slice(9, 2), 10, 0, { length: 0, page: null, rest: null }],
])('partOf(%o) of %d documents, of which %d fit, is %o', (window, total, fitting, expected) => {
  expect(partOf(window, total, fitting)).toEqual(expected);
});

it.each<[Window, number, boolean, Part]>([
  [page(3, 10), 10, false, { length: 10, page: { page: 3, limit: 10 }, rest: null }],
  [page(3, 10), 7, true, { length: 5, page: { page: 5, limit: 5 }, rest: null }],
  // A page without a number needs no limit that divides its position.
  [
    { kind: 'page', page: null, limit: 10 },
    7,
    true,
    { length: 7, page: { page: null, limit: 10 }, rest: null },
  ],
  [slice(5, 15), 4, true, { length: 4, page: null, rest: { start: 9, end: 15 } }],
  [slice(5, 15), 4, false, { length: 4, page: null, rest: null }],
])('partWithoutTotal(%o) of %d documents, cut: %s, is %o', (window, fitting, isCut, expected) => {
  expect(partWithoutTotal(window, fitting, isCut)).toEqual(expected);
});
