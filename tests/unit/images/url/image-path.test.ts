import { describe, expect, it } from 'vitest';
import { splitImagePath } from '../../../../src/lib/images/url/image-path.ts';

const split = (path: string) => splitImagePath(new URL(path, 'https://perigee.example'));

describe('splitImagePath', () => {
  it.each([
    ['/image/w=9/pictures/a.jpg', 'w=9', 'pictures/a.jpg'],
    ['/image/_/a.jpg', '_', 'a.jpg'],
    ['/image/w=9,f=auto/https://host.example/a.jpg', 'w=9,f=auto', 'https://host.example/a.jpg'],
    ['/image/w=9/https://host.example/a.jpg?x=1', 'w=9', 'https://host.example/a.jpg?x=1'],
    ['/image/w=9/https://host.example/a.jpg%3Fx=1', 'w=9', 'https://host.example/a.jpg?x=1'],
    ['/image/w=9/https://host.example/a.jpg%3fx=1?y=2', 'w=9', 'https://host.example/a.jpg?x=1&y=2'],
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
