import { expect, it } from 'vitest';
import { isNotModified, readConditions } from '../../../../src/lib/http/request/conditional-read.ts';

const MODIFIED = Date.parse('Sun, 22 Nov 2026 12:00:00 GMT') + 250;

it.each([
  [{}, false],
  [{ 'if-none-match': '"3"' }, true],
  [{ 'if-none-match': '"2", W/"3"' }, true],
  [{ 'if-none-match': '*' }, true],
  [{ 'if-none-match': '"2"' }, false],
  [{ 'if-modified-since': 'Sun, 22 Nov 2026 12:00:00 GMT' }, true],
  [{ 'if-modified-since': 'Sun, 22 Nov 2026 11:59:59 GMT' }, false],
  [{ 'if-modified-since': 'yesterday' }, false],
  // With If-None-Match, the date is ignored.
  [{ 'if-none-match': '"2"', 'if-modified-since': 'Sun, 22 Nov 2026 12:00:00 GMT' }, false],
])('isNotModified() of the entity tag "3" with the request headers %j is %s', (headers, expected) => {
  const conditions = readConditions(new Headers(headers as Record<string, string>));
  expect(isNotModified(conditions, { tag: '3', modified: MODIFIED })).toBe(expected);
});

it('If-Modified-Since never matches a state without a time', () => {
  const conditions = readConditions(new Headers({ 'if-modified-since': 'Sun, 22 Nov 2026 12:00:00 GMT' }));
  expect(isNotModified(conditions, { tag: '3', modified: null })).toBe(false);
});
