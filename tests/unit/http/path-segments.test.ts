import { expect, it } from 'vitest';
import { pathSegments } from '../../../src/lib/http/path-segments.ts';

it.each([
  ['/', []],
  ['/api/users/2', ['api', 'users', '2']],
  ['/api//users/', ['api', 'users']],
  ['/a%20b/%C3%A9?c/d#e/f', ['a b', 'é']],
  // Decoded once, and a slash that is encoded parts nothing.
  ['/api/users/50%2525/a%2Fb', ['api', 'users', '50%25', 'a/b']],
])('%s', (path, expected) => {
  expect(pathSegments(`https://perigee.example${path}`)).toEqual(expected);
});

it.each(['/api/%', '/api/%ZZ', '/api/%E9'])('%s is refused, naming the segment', (path) => {
  expect(() => pathSegments(`https://perigee.example${path}`)).toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining(path.slice(5)) }),
  );
});
