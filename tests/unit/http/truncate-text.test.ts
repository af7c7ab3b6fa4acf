import { expect, it } from 'vitest';
import { truncateText } from '../../../src/lib/http/truncate-text.ts';

it.each([
  ['', ''],
  ['abc', 'abc'],
  ['abcd', 'abc…'],
])('truncateText() cuts %j at 3 characters to %j', (text, shortened) => {
  expect(truncateText(text, 3)).toBe(shortened);
});
