import { expect, it } from 'vitest';
import { isDataRoute } from '../../../src/platform/data-routes.ts';

it.each([
  ['/', false],
  ['/api', true],
  ['/api/users', true],
  ['/apiary', false],
  ['/x.json', true],
  ['/image/w=1/a.png', true],
  ['/images', false],
])('isDataRoute() of %s is %s', (path, expected) => {
  expect(isDataRoute(path)).toBe(expected);
});
