import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAmbiguousPath, normalizePath } from '../../../../src/lib/images/source/normalize-path.ts';

const encodeAll = (text: string) =>
  Array.from(new TextEncoder().encode(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const path = fc
  .array(fc.constantFrom('/', 'a', '.', '%2f', '%2E', '%c3%a9', '%25', '~'))
  .map((all) => all.join(''));

describe('normalizePath()', () => {
  it.each([
    ['/%61%2D%5f%7e%2e', '/a-_~.'],
    ['/a%2fb', '/a%2Fb'],
    ['/%c3%a9', '/%C3%A9'],
    ['/%2561', '/%2561'],
    ['/100%', '/100%'],
    ['/A/a', '/A/a'],
  ])('writes %s as %s', (written, expected) => {
    expect(normalizePath(written)).toBe(expected);
  });

  it('leaves a normalized path as it is', () => {
    fc.assert(
      fc.property(path, (written) => {
        const once = normalizePath(written);
        expect(normalizePath(once)).toBe(once);
      }),
    );
  });
});

describe('isAmbiguousPath()', () => {
  it.each([
    '/..',
    '/../a',
    '/a/..',
    '/a/./b',
    '/a/..;x/b',
    '/a/.;/b',
    '/a/..\\b',
    '/a\\b',
    '/a\0',
    '/a\r\nHost: evil',
    '/a\x7f',
  ])('is true for %j, however often it is encoded', (written) => {
    let encoded = written;
    for (let times = 0; times < 10; times++) {
      expect(isAmbiguousPath(encoded)).toBe(true);
      encoded = times === 0 ? encodeAll(encoded) : encoded.replaceAll('%', '%25');
    }
  });

  it('is true for a path with more than eight layers of encoding', () => {
    expect(isAmbiguousPath(`/a%${'25'.repeat(9)}41`)).toBe(true);
  });

  it.each([
    '/',
    '/a.b/c..d',
    '/...',
    '/.a',
    '/a/..b',
    '/caf%C3%A9',
    '/%C2%80',
    '/a%20b',
    '/100%',
    '/a%252Fb',
  ])('is false for %s', (written) => {
    expect(isAmbiguousPath(written)).toBe(false);
  });
});
