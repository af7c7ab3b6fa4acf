import { expect, it } from 'vitest';
import { isDataPath } from '../../../src/platform/data-paths.ts';

it.each([
  ['/', false],
  ['/api', true],
  ['/api/users', true],
  ['/apiary', false],
  ['/x.json', true],
  ['/image/w=1/a.png', true],
  ['/images', false],
])('%s serves data: %s', (path, expected) => {
  expect(isDataPath(path)).toBe(expected);
});
