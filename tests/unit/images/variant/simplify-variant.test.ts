import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageType } from '../../../../src/lib/images/file/image-type.ts';
import { parseOptions, writeOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import type { NamedFormat } from '../../../../src/lib/images/variant/client-features.ts';
import { resultSize } from '../../../../src/lib/images/variant/result-size.ts';
import { type DecisiveFacts, simplifyVariant } from '../../../../src/lib/images/variant/simplify-variant.ts';
import type { Variant } from '../../../../src/lib/images/variant/variant.ts';

describe('simplifyVariant', () => {
  const STILL = { isSizeKnown: true, isRotated: false, isAnimated: false, hasAlpha: false };

  function simplified(
    options: string,
    { type = 'image/png' as ImageType, ...facts }: Partial<DecisiveFacts> = {},
    named: readonly NamedFormat[] = ['avif', 'webp'],
  ): string {
    const variant: Variant = parseOptions(options);
    const source = { type, width: 300, height: 200, ...STILL, ...facts };
    const once = simplifyVariant(variant, source, named);
    expect(simplifyVariant(once, source)).toEqual(once);
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
    ['w=400,trim=border', 'trim=border,width=400'],
    ['w=150,fit=squeeze', 'fit=squeeze,width=150'],
    ['w=300,h=200,fit=squeeze', ''],
    ['w=150,h=100,fit=cover,g=left', 'width=150'],
    ['w=150,h=90,fit=cover,g=left', 'fit=cover,gravity=left,height=90,width=150'],
    ['w=150,h=90,fit=crop,g=left', 'fit=cover,gravity=left,height=90,width=150'],
    ['w=600,h=100,fit=crop', 'fit=crop,height=100,width=600'],
    ['w=150,h=90,fit=aspect-crop,g=left', 'fit=cover,gravity=left,height=90,width=150'],
    ['w=600,h=600,fit=aspect-crop', 'fit=cover,height=200,width=200'],
    ['w=1600,h=900,fit=aspect-crop', 'fit=cover,height=169,width=300'],
    ['w=900,h=1600,fit=aspect-crop', 'fit=cover,height=200,width=113'],
    ['w=3000,h=2000,fit=aspect-crop', ''],
    ['w=150,fit=aspect-crop', 'width=150'],
    ['w=600,h=600,fit=aspect-crop,rotate=90', 'fit=cover,height=200,rotate=90,width=200'],
    ['w=600,fit=cover', 'fit=cover,width=600'],
    ['h=150,rotate=90', 'height=150,rotate=90'],
    ['h=300,rotate=90', 'rotate=90'],
    ['q=85', 'quality=85'],
    ['q=85,f=webp', 'format=webp'],
    ['f=baseline-jpeg', 'format=jpeg'],
    ['f=json,w=400', 'format=json'],
    ['anim=false', 'anim=false'],
    ['background=white', 'background=#ffffff'],
  ])('reduces %s of a PNG of 300 × 200 px to %j', (options, expected) => {
    expect(simplified(options)).toBe(expected);
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
    'w=60,h=40,fit=aspect-crop',
  ])('reduces %s of a JPEG to its width where every fit gives the same result', (options) => {
    expect(simplified(options, { type: 'image/jpeg' })).toBe('width=60');
  });

  it('reduces a height of a JPEG to the height where every fit gives the same result', () => {
    expect(simplified('h=40,fit=pad', { type: 'image/jpeg' })).toBe('height=40');
  });

  it('gives aspect-crop the requested proportions, no enlargement, and a stable result', () => {
    const side = fc.integer({ min: 1, max: 4000 });
    fc.assert(
      fc.property(side, side, side, side, (width, height, w, h) => {
        const source = {
          type: 'image/png',
          width,
          height,
          isSizeKnown: true,
          isRotated: false,
          isAnimated: false,
          hasAlpha: false,
        } as const;
        const once = simplifyVariant({ width: w, height: h, fit: 'aspect-crop' }, source);
        expect(simplifyVariant(once, source)).toEqual(once);
        const size = resultSize(once, source);
        expect(size.width <= width && size.height <= height).toBe(true);
        const factor = Math.min(1, width / w, height / h);
        expect(Math.abs(size.width - w * factor)).toBeLessThanOrEqual(1);
        expect(Math.abs(size.height - h * factor)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each(['q=85', 'f=baseline-jpeg', 'background=white', 'anim=false', 'w=300,h=200,fit=cover'])(
    'reduces %s of a JPEG to nothing',
    (options) => {
      expect(simplified(options, { type: 'image/jpeg' })).toBe('');
    },
  );

  it('keeps width and height where EXIF may rotate the image', () => {
    expect(simplified('w=250', { isSizeKnown: false })).toBe('width=250');
    expect(simplified('w=301', { isSizeKnown: false })).toBe('width=301');
  });

  it('keeps what a JPEG needs: the background of fit=pad', () => {
    const options = 'background=#ff0000,fit=pad,height=100,width=100';
    expect(simplified(options, { type: 'image/jpeg' })).toBe(options);
  });

  const ANIMATED = { isAnimated: true };
  const ALPHA = { hasAlpha: true };
  it.each<[string, Partial<DecisiveFacts>, NamedFormat[], string]>([
    ['f=auto,w=20', { type: 'image/gif', ...ANIMATED }, ['avif', 'webp'], 'format=webp,width=20'],
    ['f=auto,w=20', { type: 'image/png', ...ANIMATED }, ['avif', 'webp'], 'format=webp,width=20'],
    ['f=auto,w=20', { type: 'image/webp', ...ANIMATED }, ['avif', 'webp'], 'width=20'],
    ['f=auto,w=20', { type: 'image/gif', ...ANIMATED }, ['avif'], 'width=20'],
    ['f=auto,w=20', { type: 'image/gif', ...ANIMATED }, [], 'width=20'],
    ['f=auto,w=20,anim=false', { ...ANIMATED }, ['avif', 'webp'], 'anim=false,format=avif,width=20'],
    ['f=auto', { type: 'image/avif', ...ANIMATED }, ['avif', 'webp'], ''],
    ['f=auto', { type: 'image/avif' }, ['avif', 'webp'], ''],
    ['f=auto', { type: 'image/avif' }, [], 'format=jpeg'],
    ['f=auto', { type: 'image/avif' }, ['webp'], 'format=webp'],
    ['f=auto', { type: 'image/webp' }, [], 'format=jpeg'],
    ['f=auto', { type: 'image/webp', ...ALPHA }, [], 'format=png'],
    ['f=auto', { type: 'image/png', ...ALPHA }, [], ''],
    ['f=auto', { type: 'image/jpeg' }, [], ''],
    ['f=auto', { type: 'image/gif' }, [], ''],
    ['f=auto', { width: 2000 }, ['avif', 'webp'], 'format=webp'],
    ['f=auto', { width: 2000, type: 'image/webp' }, ['avif'], 'format=jpeg'],
    ['_', { type: 'image/heic' }, [], 'format=jpeg'],
    ['_', { type: 'image/heic', ...ALPHA }, [], 'format=png'],
    ['w=20,f=auto', { type: 'image/heic' }, ['webp'], 'format=webp,width=20'],
    ['w=20,f=auto', { type: 'image/heic' }, [], 'format=jpeg,width=20'],
    ['w=20,rotate=90', { isRotated: true }, [], 'rotate=90,width=20'],
    ['w=400', { isRotated: true }, [], ''],
  ])('reduces %s of %o for a client that names %j to %j', (options, facts, named, expected) => {
    expect(simplified(options, facts, named)).toBe(expected);
  });

  it('never changes the size of the result', () => {
    const side = fc.integer({ min: 1, max: 50 });
    const variants = fc.record(
      {
        width: side,
        height: side,
        fit: fc.constantFrom('scale-down', 'contain', 'cover', 'crop', 'pad', 'squeeze'),
        rotate: fc.constantFrom(0, 90, 180, 270),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Variant>;
    fc.assert(
      fc.property(variants, side, side, (variant, width, height) => {
        const source = { type: 'image/png' as const, width, height, ...STILL };
        expect(resultSize(simplifyVariant(variant, source), source)).toEqual(resultSize(variant, source));
      }),
      { numRuns: 2000 },
    );
  });
});
