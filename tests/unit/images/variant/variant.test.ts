import { describe, expect, it } from 'vitest';
import type { ImageType } from '../../../../src/lib/images/source/image-type.ts';
import { parseOptions, writeOptions } from '../../../../src/lib/images/url/option-grammar.ts';
import { type Client, readClient } from '../../../../src/lib/images/variant/client-features.ts';
import { resultSize } from '../../../../src/lib/images/variant/result-size.ts';
import { narrowVariant } from '../../../../src/lib/images/variant/simplify.ts';
import { canonicalVariant, type Variant } from '../../../../src/lib/images/variant/variant.ts';

const RULES = { limits: { width: 4000, height: 3000, pixels: 9_000_000 }, widths: [] };
const PLAIN: Client = { avif: false, webp: false, prefersWebp: false, slow: false };
const MODERN: Client = { ...PLAIN, avif: true, webp: true };

function canonical(options: string, client: Client = PLAIN, widths: number[] = []): string {
  return writeOptions(canonicalVariant(parseOptions(options), client, { ...RULES, widths }));
}

describe('the formats that Accept asks for', () => {
  it.each([
    ['image/avif,image/webp,*/*', { avif: true, webp: true, prefersWebp: false }],
    ['image/webp,image/avif', { avif: true, webp: true, prefersWebp: false }],
    ['IMAGE/AVIF', { avif: true, webp: false }],
    ['image/avif;q=0.5, image/webp;q=0.9', { avif: true, webp: true, prefersWebp: true }],
    ['image/avif;q=0, image/webp', { avif: false, webp: true }],
    ['image/webp;q=0.0', { webp: false }],
    ['*/*', { avif: false, webp: false }],
    ['image/*', { avif: false, webp: false }],
    ['text/html', { avif: false, webp: false }],
    ['', { avif: false, webp: false }],
    [',;q=,image/', { avif: false, webp: false }],
  ])('%s', (accept, client) => {
    expect(readClient(new Headers({ accept }))).toMatchObject(client);
  });

  it('are none without the header', () => {
    expect(readClient(new Headers())).toEqual(PLAIN);
  });

  it.each([
    [{ 'save-data': 'on' }, true],
    [{ ect: '3g' }, true],
    [{ ect: '4g' }, false],
    [{ rtt: '151' }, true],
    [{ rtt: '150' }, false],
    [{ downlink: '4.9' }, true],
    [{ downlink: 'x' }, false],
  ])('a connection with %o is slow: %s', (headers, slow) => {
    expect(readClient(new Headers(headers as Record<string, string>)).slow).toBe(slow);
  });
});

describe('the canonical variant', () => {
  it.each([
    ['fit=cover,gravity=center,width=10', 'fit=cover,width=10'],
    ['gravity=top,fit=cover,width=10', 'fit=cover,width=10'],
    ['gravity=top,fit=cover,width=10,h=9', 'fit=cover,gravity=top,height=9,width=10'],
    ['gravity=0.5x0.5,fit=cover,width=10,h=9', 'fit=cover,height=9,width=10'],
    ['fit=cover,rotate=90', 'rotate=90'],
    ['width=100,dpr=2', 'width=200'],
    ['width=33,dpr=1.5,border=black;2', 'border=#000000;3,width=50'],
    ['quality=85,format=webp', 'format=webp'],
    ['quality=85,format=png', 'format=png,quality=85'],
    ['sharpen=0,brightness=1,saturation=1.0,anim=true,metadata=copyright,w=5', 'width=5'],
    ['onerror=redirect,preset=x,w=5', 'width=5'],
    ['scq=30,quality=80', 'quality=80'],
  ])('of %s is %s', (options, expected) => {
    expect(canonical(options)).toBe(expected);
  });

  it.each([
    ['f=auto,w=100', MODERN, 'format=avif,width=100'],
    ['f=auto,w=1201', MODERN, 'format=webp,width=1201'],
    ['f=auto', MODERN, 'format=auto'],
    ['f=auto,w=100', { ...MODERN, prefersWebp: true }, 'format=webp,width=100'],
    ['f=auto,w=100', { ...PLAIN, webp: true }, 'format=webp,width=100'],
    ['f=auto,w=2000', { ...PLAIN, avif: true }, 'width=2000'],
    ['f=auto,w=100', PLAIN, 'width=100'],
    ['scq=30,q=80', { ...PLAIN, slow: true }, 'quality=30'],
  ])('of %s depends on the client', (options, client, expected) => {
    expect(canonical(options, client)).toBe(expected);
  });

  it.each([
    ['w=100', 'width=320'],
    ['w=320', 'width=320'],
    ['w=321', 'width=640'],
    ['w=2000', 'width=640'],
    ['w=160,h=90,fit=cover', 'fit=cover,height=180,width=320'],
    ['h=90', 'height=90'],
  ])('of %s has a width of the list', (options, expected) => {
    expect(canonical(options, PLAIN, [640, 320])).toBe(expected);
  });

  it.each(['w=4001', 'h=3001', 'w=2001,dpr=2', 'w=3500,h=2900'])(
    'of %s is refused as too large',
    (options) => {
      expect(() => canonical(options)).toThrowError(expect.objectContaining({ status: 400 }));
    },
  );
});

describe('the result', () => {
  it.each([
    ['', [300, 200]],
    ['w=150', [150, 100]],
    ['w=600', [300, 200]],
    ['w=600,fit=contain', [600, 400]],
    ['w=100,h=100', [100, 67]],
    ['w=100,h=100,fit=cover', [100, 100]],
    ['w=600,h=100,fit=crop', [300, 100]],
    ['w=100,h=100,fit=pad', [100, 100]],
    ['w=100,h=300,fit=squeeze', [100, 300]],
    ['w=100,rotate=90', [100, 150]],
  ])('of %s of 300 × 200 px is %o', (options, [width, height]) => {
    const variant = options === '' ? {} : parseOptions(options);
    expect(resultSize(variant, { width: 300, height: 200 })).toEqual({ width, height });
  });
});

describe('the variant of one picture', () => {
  function narrowed(options: string, { mayBeRotated = false, type = 'image/png' as ImageType } = {}): string {
    const variant: Variant = parseOptions(options);
    const picture = {
      type,
      width: 300,
      height: 200,
      hasMetadata: mayBeRotated,
      mayBeRotated,
      head: new Uint8Array(),
      body: new ReadableStream(),
    };
    const once = narrowVariant(variant, picture);
    expect(narrowVariant(once, picture)).toEqual(once);
    return writeOptions(once);
  }

  it.each([
    ['w=300', ''],
    ['w=301', ''],
    ['w=4000', ''],
    ['h=999', ''],
    ['w=300,fit=contain', ''],
    ['w=600,fit=contain', 'fit=contain,width=600'],
    ['w=150,fit=contain', 'width=150'],
    ['w=150,h=500', 'width=150'],
    ['w=500,h=100', 'height=100'],
    ['w=150,h=500,fit=cover', 'fit=cover,height=500,width=150'],
    ['w=4000,f=webp', 'format=webp'],
    ['w=200,rotate=90', 'rotate=90'],
    ['f=png', ''],
    ['f=png,w=900', ''],
    ['f=png,q=50', 'quality=50'],
    ['f=auto', 'format=avif'],
    ['f=auto,w=3000,fit=contain', 'fit=contain,format=webp,width=3000'],
    ['w=400,trim.left=2', 'trim.left=2,width=400'],
  ])('of %s is %s', (options, expected) => {
    expect(narrowed(options)).toBe(expected);
  });

  it.each([
    'w=60',
    'w=60,f=jpeg',
    'w=60,f=baseline-jpeg',
    'w=60,q=85',
    'w=60,anim=false',
    'w=60,background=white',
    'w=60,h=40',
    'w=60,h=40,fit=cover,g=left',
    'w=60,h=40,fit=squeeze',
    'w=60,h=40,fit=pad',
    'w=60,fit=cover',
    'w=60,fit=crop',
    'h=40,fit=pad',
  ])('of a JPEG that %s makes smaller in its proportions is one', (options) => {
    expect(['width=60', 'height=40']).toContain(narrowed(options, { type: 'image/jpeg' }));
  });

  it.each(['q=85', 'f=baseline-jpeg', 'background=white', 'anim=false', 'w=300,h=200,fit=cover'])(
    'of a JPEG that %s leaves as it is is none',
    (options) => {
      expect(narrowed(options, { type: 'image/jpeg' })).toBe('');
    },
  );

  it('keeps its bounds where EXIF may turn the picture', () => {
    expect(narrowed('w=250', { mayBeRotated: true })).toBe('width=250');
    expect(narrowed('w=301', { mayBeRotated: true })).toBe('width=301');
  });
});
