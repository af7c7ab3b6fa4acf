import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSignature } from '../../../../src/lib/http/request/mask-signature.ts';
import { parseOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import type { ImagePath } from '../../../../src/lib/images/url/image-path.ts';
import { splitImagePath } from '../../../../src/lib/images/url/image-path.ts';
import { isSigned, signedPath } from '../../../../src/lib/images/url/signature.ts';

const KEY = 'a key';
const NOW = 1_700_000_000_000;
const IMAGE: ImagePath = { options: 'width=400,exp=1700000060', source: 'https://host.example/a.jpg' };
const SIGNED = await signedPath(IMAGE, KEY);

const check = async (path: string, key: string | undefined = KEY, now = NOW) => {
  const split = splitImagePath(new URL(`https://perigee.example${path}`));
  return isSigned(split, parseOptions(split.options), key, now);
};

describe('the signature of an image URL', () => {
  it('is 32 bytes in base64url at the end of the options', async () => {
    expect(SIGNED).toMatch(
      /^\/image\/width=400,exp=1700000060,sig=[\w-]{43}\/https:\/\/host\.example\/a\.jpg$/,
    );
    expect(await check(SIGNED)).toBe(true);
  });

  it('is valid for a source that the URL parser normalizes', async () => {
    const source = 'https://host.example/a/../b c.jpg?x=1 2';
    expect(await check(await signedPath({ options: 'width=9', source }, KEY))).toBe(true);
  });

  it('is valid before the other options', async () => {
    const sig = /sig=[\w-]+/.exec(SIGNED)?.[0];
    expect(await check(`/image/${sig},${IMAGE.options}/${IMAGE.source}`)).toBe(true);
  });

  it.each([
    ['other options', SIGNED.replace('width=400', 'width=401')],
    [
      'the same options in another order',
      SIGNED.replace('width=400,exp=1700000060', 'exp=1700000060,width=400'),
    ],
    ['another source', SIGNED.replace('a.jpg', 'b.jpg')],
    ['an additional query', `${SIGNED}?x=1`],
    ['a later expiry', SIGNED.replace('exp=1700000060', 'exp=1900000060')],
    ['a signature without its first character', SIGNED.replace(/sig=(.)/, 'sig=')],
    ['a signature with one more character', SIGNED.replace('sig=', 'sig=A')],
    [
      'a signature with another first character',
      SIGNED.replace(/sig=(.)/, (_, letter) => `sig=${letter === 'A' ? 'B' : 'A'}`),
    ],
  ])('is not valid for %s', async (_, path) => {
    await expect(check(path)).rejects.toMatchObject({ status: 403 });
  });

  it('expires', async () => {
    await expect(check(SIGNED, KEY, 1_700_000_060_000)).rejects.toMatchObject({ status: 403 });
  });

  it('is not valid with another key or without one', async () => {
    await expect(check(SIGNED, 'another key')).rejects.toMatchObject({ status: 403 });
    await expect(isSigned(IMAGE, { sig: 'x' }, undefined, NOW)).rejects.toMatchObject({ status: 403 });
    await expect(check(SIGNED, '')).rejects.toMatchObject({ status: 403 });
  });

  it('may be missing, but exp is not allowed without it', async () => {
    expect(await isSigned(IMAGE, {}, KEY, NOW)).toBe(false);
    await expect(isSigned(IMAGE, { exp: 1 }, KEY, NOW)).rejects.toMatchObject({ status: 400 });
  });
});

/** Options in every form that the parser reads: aliases, `=` and `_`, percent-encoding, ipx's pair. */
const PARTS = [
  'w=30',
  'w_30',
  'width=%330',
  'h=7',
  'height_7',
  's_30x7',
  'resize=30x7',
  'fit=squeeze',
  'fit_cover',
  'blur=9',
  'q=high',
  'quality_90',
  'background=%23F80',
  'background=rgb(1%2C2%2C3)',
  'border=red;2',
  'dpr=2',
  'preset=my_card',
  'preset_card',
  'onerror=redirect',
  'exp=1700000060',
  'exp_1900000000',
];
const part = fc.constantFrom(...PARTS);
const separator = fc.constantFrom(',', '&');

function joined(parts: string[], separators: string[]): string {
  return parts.map((text, i) => (i === 0 ? text : `${separators[i % separators.length]}${text}`)).join('');
}

function readable(options: string): object | undefined {
  try {
    const { sig, ...others } = parseOptions(options);
    return others;
  } catch {
    return undefined;
  }
}

describe('a signed image URL', () => {
  const signed = fc
    .tuple(fc.uniqueArray(part, { maxLength: 5 }), fc.array(separator, { minLength: 1, maxLength: 5 }))
    .map(([parts, separators]) => ({ parts, options: joined(parts, separators) || '_' }))
    .filter(({ options }) => readable(options) !== undefined);
  const source = 'https://host.example/a.jpg';

  it('is served only with exactly the options that were signed, in any spelling', async () => {
    await fc.assert(
      fc.asyncProperty(
        signed,
        fc.array(part, { maxLength: 3 }),
        fc.array(separator, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('sig=', 'sig_', '%73ig=', 'sig%3D', 'SIG='),
        fc.nat(),
        fc.boolean(),
        async ({ parts, options }, more, separators, name, place, isEncoded) => {
          const path = await signedPath({ options, source }, KEY);
          const signature = /sig=([\w-]+)/.exec(path)?.[1] ?? '';
          const written = isEncoded
            ? signature.replace(/^./, (letter) => `%${letter.charCodeAt(0).toString(16)}`)
            : signature;
          const all = [...parts, ...more];
          all.splice(place % (all.length + 1), 0, `${name}${written}`);
          const attempt = joined(all, separators);
          const isServed = await check(`/image/${attempt}/${source}`, KEY, 0).catch(() => false);
          if (isServed) expect(readable(attempt)).toEqual(readable(options));
          // Only readable options that equal the signed ones are served.
          const isAsSigned = more.length === 0 && ['sig=', 'sig_'].includes(name);
          if (isAsSigned) expect(isServed).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['two signatures', (sig: string) => `w=30,${sig}&${sig}`, 400],
    ['two spellings of one signature', (sig: string) => `w=30,${sig},${sig.replace('=', '_')}`, 400],
    ['an option after &', (sig: string) => `w=30,${sig}&h=7`, 403],
    ['an option before &', (sig: string) => `h=7&w=30,${sig}`, 403],
    ['an encoded comma in sig', (sig: string) => `w=30,${sig}%2Ch=7`, 400],
    ['an encoded name of sig', (sig: string) => `w=30,${sig.replace('s', '%73')}&h=7`, 400],
  ])('is refused with %s', async (_, attempt, status) => {
    const path = await signedPath({ options: 'w=30', source }, KEY);
    const sig = /sig=[\w-]+/.exec(path)?.[0] ?? '';
    const request = () => check(`/image/${attempt(sig)}/${source}`);
    await expect(request()).rejects.toMatchObject({ status });
  });

  it('may have no option but sig', async () => {
    const path = await signedPath({ options: '_', source }, KEY);
    expect(path).toMatch(/^\/image\/sig=[\w-]{43}\/https:/);
    expect(await check(path)).toBe(true);
  });
});

describe('maskSignature', () => {
  const SIG = 'SaVfxGSUL3MTm_2-pTfyfMHXIYT1oTf1d7pNbRIHr1s';

  it.each([
    ['/image/w=1,sig=SIG/a.png', '/image/w=1,sig=…/a.png'],
    ['/image/sig_SIG&w=1/a.png', '/image/sig=…&w=1/a.png'],
    ['/image/w=1&sig=SIG&h=7/a.png', '/image/w=1&sig=…&h=7/a.png'],
    ['/image/w=1,SIG=SIG/a.png', '/image/w=1,sig=…/a.png'],
    ['/image/w=1,sig%3DSIG/a.png', '/image/w=1,sig=…/a.png'],
    ['/image/w=1,sig%5fSIG/a.png', '/image/w=1,sig=…/a.png'],
    ['/image/w=1,%73%69g=SIG/a.png', '/image/w=1,sig=…/a.png'],
    ['/image/w=1,%2573ig=SIG/a.png', '/image/w=1,sig=…/a.png'],
    ['/image/w=1%2csig=SIG/a.png', '/image/w=1,sig=…/a.png'],
    ['/image/w=1%2Csig=SIG%2Fa.png', '/image/w=1,sig=…'],
    ['/Image/w=1,sig=SIG/a.png', '/Image/w=1,sig=…/a.png'],
    ['/%69mage/w=1,sig=SIG/a.png', '/%69mage/w=1,sig=…/a.png'],
    ['//image/w=1,sig=SIG', '//image/w=1,sig=…'],
    ['/image/_/https://host.example/a%3Fsig=SIG', '/image/_/https://host.example/a?sig=…'],
  ])('removes the signature from %s', (path, masked) => {
    const written = path.replace(/SIG(?![=_])/, SIG);
    expect(maskSignature(written)).toBe(masked);
  });

  it.each(['/image/w=1/design=1.png', '/image/w=1/a%20b%zz.png', '/api/users/sig=1', '/'])(
    'leaves %s as it is',
    (path) => {
      expect(maskSignature(path)).toBe(path);
    },
  );
});
