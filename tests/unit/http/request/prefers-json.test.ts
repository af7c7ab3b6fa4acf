import { expect, it } from 'vitest';
import { prefersJson } from '../../../../src/lib/http/request/prefers-json.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

it.each([
  [null, false],
  ['*/*', false],
  [BROWSER, false],
  ['application/json', true],
  ['Application/JSON', true],
  ['application/problem+json', true],
  ['text/html;q=0.4, application/json;q=0.5', true],
  ['text/html, application/json', false],
  ['image/png', false],
  ['nonsense;;;', false],
])('prefersJson() of Accept: %s is %s', (accept, expected) => {
  expect(prefersJson(accept)).toBe(expected);
});
