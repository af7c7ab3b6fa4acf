import { expect, it } from 'vitest';
import { bearerOf, isToken } from '../../../src/lib/auth/bearer.ts';

const headersOf = (authorization: string | undefined) =>
  new Headers(authorization === undefined ? {} : { authorization });

it.each([
  ['Bearer abc-DEF.~+/=', 'abc-DEF.~+/='],
  ['bearer   abc', 'abc'],
  ['Bearer s3cr3t!%$#@:{}"', 's3cr3t!%$#@:{}"'],
])('Authorization: %s has the token %s', async (header, token) => {
  expect(bearerOf(headersOf(header))).toBe(token);
});

it.each([undefined, '', 'Bearer', 'abc', 'Basic abc', 'Bearer abc def'])(
  'Authorization: %s has no token',
  (header) => {
    expect(bearerOf(headersOf(header))).toBeNull();
  },
);

it.each([
  ['abc', 'abc', true],
  ['ä𝄞', 'ä𝄞', true],
  ['abd', 'abc', false],
  ['ab', 'abc', false],
  ['abcd', 'abc', false],
  ['undefined', undefined, false],
  ['abc', '', false],
  ['', '', false],
])('the token %j compared with %j: %s', async (given, expected, result) => {
  expect(await isToken(given, expected)).toBe(result);
});
