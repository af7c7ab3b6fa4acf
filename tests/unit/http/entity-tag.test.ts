import { expect, it } from 'vitest';
import { isNotModified, parseEntityTags } from '../../../src/lib/http/entity-tag.ts';

it.each([
  [null, null],
  ['*', 'any'],
  [' * ', 'any'],
  ['', []],
  ['"a"', ['a']],
  ['W/"a"', ['a']],
  ['"a", W/"b","c"', ['a', 'b', 'c']],
  ['"a,b"', ['a,b']],
  ['""', ['']],
  ['"*"', ['*']],
  ['a', []],
  ['"a', []],
])('the tags of %s are %j', (header, expected) => {
  expect(parseEntityTags(header)).toEqual(expected);
});

const CHANGED = Date.parse('Sun, 22 Nov 2026 12:00:00 GMT') + 250;

it.each([
  [{}, false],
  [{ 'if-none-match': '"3"' }, true],
  [{ 'if-none-match': '"2", W/"3"' }, true],
  [{ 'if-none-match': '*' }, true],
  [{ 'if-none-match': '"2"' }, false],
  [{ 'if-modified-since': 'Sun, 22 Nov 2026 12:00:00 GMT' }, true],
  [{ 'if-modified-since': 'Sun, 22 Nov 2026 11:59:59 GMT' }, false],
  [{ 'if-modified-since': 'yesterday' }, false],
  // Time does not count beside a tag.
  [{ 'if-none-match': '"2"', 'if-modified-since': 'Sun, 22 Nov 2026 12:00:00 GMT' }, false],
])('with %j, that the state 3 is held is %s', (headers, expected) => {
  expect(isNotModified(new Headers(headers as Record<string, string>), '3', CHANGED)).toBe(expected);
});

it('what has no time is not held since any', () => {
  const headers = new Headers({ 'if-modified-since': 'Sun, 22 Nov 2026 12:00:00 GMT' });
  expect(isNotModified(headers, '3', null)).toBe(false);
});
