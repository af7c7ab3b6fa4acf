import { expect, it } from 'vitest';
import { isSearchable } from '../../../../../../src/lib/documents/store/sql/condition/substring.ts';

it.each([
  ['abc', true],
  ['日本語', true],
  ['🚀🚀🚀', true],
  ['"*"', true],
  ['ab', false],
  ['🚀🚀', false],
  ['', false],
  // The separator of the values in the search index.
  ['ab\u001fcd', false],
])('isSearchable(%j) is %s', (needle, expected) => {
  expect(isSearchable(needle)).toBe(expected);
});
