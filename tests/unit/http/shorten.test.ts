import { expect, it } from 'vitest';
import { shorten } from '../../../src/lib/http/shorten.ts';

it.each([
  ['', ''],
  ['abc', 'abc'],
  ['abcd', 'abc…'],
])('shorten cuts %j at 3 characters to %j', (text, shortened) => {
  expect(shorten(text, 3)).toBe(shortened);
});
