import { expect, it } from 'vitest';
import { pathSegments } from '../../../../src/lib/http/request/path-segments.ts';

it.each([
  ['/', []],
  ['/api/users/2', ['api', 'users', '2']],
  ['/api//users/', ['api', 'users']],
  ['/a%20b/%C3%A9?c/d#e/f', ['a b', 'é']],
  // Each segment is decoded once, and an encoded slash does not separate.
  ['/api/users/50%2525/a%2Fb', ['api', 'users', '50%25', 'a/b']],
])('the segments of %s are %j', (path, expected) => {
  expect(pathSegments(new URL(path, 'https://perigee.example').pathname)).toEqual(expected);
});

it.each(['/api/%', '/api/%ZZ', '/api/%E9'])(
  'the malformed path %s is refused with a message that names the segment',
  (path) => {
    expect(() => pathSegments(new URL(path, 'https://perigee.example').pathname)).toThrow(
      expect.objectContaining({ status: 400, message: expect.stringContaining(path.slice(5)) }),
    );
  },
);
