import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSource, splitImagePath } from '../../../../src/lib/images/url/image-path.ts';

const split = (path: string) => splitImagePath(new URL(path, 'https://perigee.example'));

describe('splitImagePath', () => {
  it.each([
    ['/image/w=9/pictures/a.jpg', 'w=9', 'pictures/a.jpg'],
    ['/image/_/a.jpg', '_', 'a.jpg'],
    ['/image/w=9,f=auto/https://host.example/a.jpg', 'w=9,f=auto', 'https://host.example/a.jpg'],
    ['/image/w=9/https://host.example/a.jpg?x=1', 'w=9', 'https://host.example/a.jpg?x=1'],
    ['/image/w=9/https://host.example/a.jpg%3Fx=1', 'w=9', 'https://host.example/a.jpg?x=1'],
    ['/image/w=9/https://host.example/a.jpg%3fx=1?y=2', 'w=9', 'https://host.example/a.jpg?x=1&y=2'],
    ['/image/w=9/https:/host.example/a.jpg', 'w=9', 'https://host.example/a.jpg'],
    ['/image/w=9/HTTP:/host.example/a.jpg', 'w=9', 'HTTP://host.example/a.jpg'],
    ['/image/w=9/https:///host.example/a.jpg', 'w=9', 'https:///host.example/a.jpg'],
    ['/image/w=9/https://host.example/a%253Fb.jpg', 'w=9', 'https://host.example/a%3Fb.jpg'],
    [
      '/image/w=9/https://host.example/a%253fb.jpg%3Fx=%253F',
      'w=9',
      'https://host.example/a%3fb.jpg?x=%253F',
    ],
    ['/image/w=9/https://host.example/a%25253Fb.jpg?x=1', 'w=9', 'https://host.example/a%253Fb.jpg?x=1'],
    ['/image/w=9/a%20b.jpg', 'w=9', 'a%20b.jpg'],
    ['/image/w=9/a.jpg#fragment', 'w=9', 'a.jpg'],
  ])('splits %s', (path, options, source) => {
    expect(split(path)).toEqual({ options, source });
  });

  it.each(['/image', '/image/', '/image/w=9', '/image/w=9/', '/image//a.jpg', '//image/w=9/a.jpg'])(
    'refuses %s',
    (path) => {
      const url = new URL(`https://perigee.example${path}`);
      expect(() => splitImagePath(url)).toThrowError(expect.objectContaining({ code: 'bad-image-source' }));
    },
  );
});

it('encodeSource writes every source so that splitImagePath reads the same one', () => {
  const part = fc.constantFrom('a', '/', '%3F', '%3f', '%253F', '%25253f', '%25', '%20', '=', '&');
  const text = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.option(text), (path, query) => {
      const source = `https://host.example/x${path}${query === null ? '' : `?${query}z`}`;
      const inQuery = encodeSource(source);
      expect(split(`/image/_/${inQuery}`).source).toBe(source);
      expect(split(`/image/_/${inQuery.replace('?', '%3F')}`).source).toBe(source);
    }),
  );
});
