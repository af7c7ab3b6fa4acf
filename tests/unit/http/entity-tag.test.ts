import { expect, it } from 'vitest';
import { parseEntityTags } from '../../../src/lib/http/entity-tag.ts';

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
])('If-None-Match: %s has the tags %j', (header, expected) => {
  expect(parseEntityTags(header)).toEqual(expected);
});
