import { describe, expect, it } from 'vitest';
import type { ImagePath } from '../../../../src/lib/images/url/image-path.ts';
import { splitImagePath } from '../../../../src/lib/images/url/image-path.ts';
import { parseOptions } from '../../../../src/lib/images/url/option-grammar.ts';
import { isSigned, signedPath } from '../../../../src/lib/images/url/signature.ts';

const KEY = 'a key';
const NOW = 1_700_000_000_000;
const PICTURE: ImagePath = { options: 'width=400,exp=1700000060', source: 'https://host.example/a.jpg' };
const SIGNED = await signedPath(PICTURE, KEY);

const check = (path: string, key: string | undefined = KEY, now = NOW) => {
  const split = splitImagePath(new URL(`https://perigee.example${path}`));
  return isSigned(split, parseOptions(split.options), key, now);
};

describe('a signature', () => {
  it('is 32 bytes in the options, and valid there', async () => {
    expect(SIGNED).toMatch(
      /^\/image\/width=400,exp=1700000060,sig=[\w-]{43}\/https:\/\/host\.example\/a\.jpg$/,
    );
    expect(await check(SIGNED)).toBe(true);
  });

  it('holds for a source that a URL spells in another way', async () => {
    const source = 'https://host.example/a/../b c.jpg?x=1 2';
    expect(await check(await signedPath({ options: 'width=9', source }, KEY))).toBe(true);
  });

  it('may stand before the other options', async () => {
    const sig = /sig=[\w-]+/.exec(SIGNED)?.[0];
    expect(await check(`/image/${sig},${PICTURE.options}/${PICTURE.source}`)).toBe(true);
  });

  it.each([
    ['other options', SIGNED.replace('width=400', 'width=401')],
    [
      'the same options in another order',
      SIGNED.replace('width=400,exp=1700000060', 'exp=1700000060,width=400'),
    ],
    ['another source', SIGNED.replace('a.jpg', 'b.jpg')],
    ['a query more', `${SIGNED}?x=1`],
    ['a longer life', SIGNED.replace('exp=1700000060', 'exp=1900000060')],
    ['one letter less', SIGNED.replace(/sig=(.)/, 'sig=')],
    ['one letter more', SIGNED.replace('sig=', 'sig=A')],
    ['another letter', SIGNED.replace(/sig=(.)/, (_, letter) => `sig=${letter === 'A' ? 'B' : 'A'}`)],
  ])('is not valid for %s', async (_, path) => {
    await expect(check(path)).rejects.toMatchObject({ status: 403 });
  });

  it('ends', async () => {
    await expect(check(SIGNED, KEY, 1_700_000_060_000)).rejects.toMatchObject({ status: 403 });
  });

  it('of another key, or without one, is not valid', async () => {
    await expect(check(SIGNED, 'another key')).rejects.toMatchObject({ status: 403 });
    await expect(isSigned(PICTURE, { sig: 'x' }, undefined, NOW)).rejects.toMatchObject({ status: 403 });
    await expect(check(SIGNED, '')).rejects.toMatchObject({ status: 403 });
  });

  it('may be missing, but then nothing can end', async () => {
    expect(await isSigned(PICTURE, {}, KEY, NOW)).toBe(false);
    await expect(isSigned(PICTURE, { exp: 1 }, KEY, NOW)).rejects.toMatchObject({ status: 400 });
  });
});
