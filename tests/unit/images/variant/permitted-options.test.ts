import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../../src/lib/http/problem/problem.ts';
import type { ImagesDefinition } from '../../../../src/lib/images/config/images-config.ts';
import { defineImages } from '../../../../src/lib/images/define-images.ts';
import { parseOptions, writeOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import { OPTION_BY_NAME } from '../../../../src/lib/images/options/options.ts';
import { permittedOptions } from '../../../../src/lib/images/variant/permitted-options.ts';
import { USUAL_SIDES } from '../../../../src/lib/images/variant/usual-numbers.ts';
import { canonicalVariant } from '../../../../src/lib/images/variant/variant.ts';

const PRESETS = { card: { width: 333, height: 111, fit: 'cover', blur: 7, quality: 33 } } as const;

function permitted(options: string, definition: ImagesDefinition = {}, isSigned = false) {
  const config = defineImages({ presets: PRESETS, ...definition });
  const { options: made, rounded } = permittedOptions(parseOptions(options), isSigned, config);
  return [writeOptions(made), writeOptions(rounded)];
}

describe('an unsigned URL', () => {
  it.each(USUAL_SIDES.filter((side) => side <= 4096))('has the usual side %d exactly', (side) => {
    expect(permitted(`w=${side}`)).toEqual([`width=${side}`, '']);
    expect(permitted(`h=${side}`)).toEqual([`height=${side}`, '']);
  });

  it.each([
    ['w=1', 'width=16'],
    ['w=333', 'width=350'],
    ['h=333', 'height=350'],
    ['w=333,h=222', 'height=233,width=350'],
    ['w=222,h=333', 'height=360,width=240'],
    ['w=401,h=267', 'height=300,width=450'],
    ['w=1,h=4000', 'height=768,width=16'],
    ['w=4000,h=4000', 'height=3840,width=3840'],
    ['w=4095', 'width=4096'],
    ['w=100,dpr=2.6', 'width=300'],
    ['w=101,dpr=3', 'width=320'],
    ['w=1,dpr=0.1', 'width=16'],
    ['q=1', 'quality=35'],
    ['q=81', 'quality=85'],
    ['scq=36', 'slow-connection-quality=50'],
    ['w=333,q=99,fit=cover', 'quality=100,width=350'],
  ])('has %s rounded to %s', (options, rounded) => {
    const fit = options.includes('fit=cover') ? 'fit=cover,' : '';
    expect(permitted(options)).toEqual([`${fit}${rounded}`, rounded]);
  });

  it.each([
    ['w=400,h=300', 'height=300,width=400'],
    ['w=1200,h=630,fit=cover', 'fit=cover,height=630,width=1200'],
    ['w=320,h=213', 'height=213,width=320'],
    ['w=1920,h=1080', 'height=1080,width=1920'],
    ['w=100,dpr=1.5', 'width=150'],
    ['w=100,dpr=2.5', 'width=250'],
    ['w=640,dpr=3', 'width=1920'],
    ['q=low', 'quality=35'],
    ['sharpen=0,brightness=1,gravity=center', ''],
    [
      'gravity=face,f=auto,anim=false,onerror=redirect',
      'anim=false,format=auto,gravity=face,onerror=redirect',
    ],
  ])('has %s exactly', (options, expected) => {
    expect(permitted(options)).toEqual([expected, '']);
  });

  it('keeps an aspect ratio within 1/48 of the longer side', () => {
    const side = fc.integer({ min: 200, max: 3000 });
    const config = defineImages({});
    fc.assert(
      fc.property(side, side, (width, height) => {
        const { options } = permittedOptions({ width, height }, false, config);
        const [w = 0, h = 0] = [options.width, options.height];
        expect(Math.abs(w * height - h * width) / (Math.max(w, h) * Math.max(width, height))).toBeLessThan(
          1 / 48,
        );
      }),
    );
  });

  it.each([
    ...[
      'blur=1',
      'sharpen=1',
      'brightness=2',
      'contrast=2',
      'gamma=2',
      'saturation=2',
      'rotate=90',
      'flip=h',
    ],
    ...['trim=border', 'trim.left=1', 'trim.width=9', 'border=red;1', 'background=red', 'gravity=0.1x0.2'],
    ...['segment=foreground', 'preset=card,blur=8'],
  ])('must not have %s', (options) => {
    expect(() => permitted(options)).toThrowError(
      expect.objectContaining({ code: 'option-needs-signature', status: 400 }),
    );
    expect(permitted(options, {}, true)[1]).toBe('');
    expect(permitted(options, { freeform: true })[1]).toBe('');
  });

  it.each(['w=4097', 'h=5000', 'w=1400,dpr=3', 'w=4096,h=4096'])(
    'must not be larger than limits: %s',
    (options) => {
      expect(() => permitted(options)).toThrowError(expect.objectContaining({ code: 'image-too-large' }));
    },
  );

  it.each([
    ['w=100', 'width=320'],
    ['w=321', 'width=640'],
    ['w=2000', 'width=640'],
    ['w=160,h=90', 'height=180,width=320'],
    ['h=90', 'height=96'],
  ])('has the widths of the owner: %s', (options, expected) => {
    expect(permitted(options, { widths: [320, 640] })[0]).toBe(expected);
  });

  it('has a preset exactly, and its lengths with a usual dpr', () => {
    expect(permitted('preset=card')).toEqual(['blur=7,fit=cover,height=111,quality=33,width=333', '']);
    expect(permitted('preset=card,dpr=1.9')).toEqual([
      'blur=7,fit=cover,height=222,quality=33,width=666',
      'height=222,width=666',
    ]);
  });
});

describe('presetsOnly', () => {
  it.each(['_', 'w=100', 'f=webp', 'preset=card,w=100', 'preset=card,format=webp'])(
    'refuses %s',
    (options) => {
      expect(() => permitted(options, { presetsOnly: true })).toThrowError(
        expect.objectContaining({ code: 'option-needs-signature' }),
      );
      expect(permitted(options, { presetsOnly: true }, true)[1]).toBe('');
    },
  );

  it('allows a preset with dpr and onerror', () => {
    expect(permitted('preset=card,dpr=2,onerror=redirect', { presetsOnly: true })[0]).toContain('width=666');
  });
});

it.each([
  ['a signed URL', {}, true],
  ['freeform', { freeform: true }, false],
] as const)('%s has exactly what it says', (_, definition, isSigned) => {
  expect(permitted('w=333,h=77,q=41,blur=3,dpr=1.1', definition, isSigned)).toEqual([
    'blur=3,dpr=1.1,height=77,quality=41,width=333',
    '',
  ]);
});

describe('any options of an unsigned URL', () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 12_001 }).map(String),
    fc.constantFrom(
      '0.1',
      '1.1',
      '2.9',
      'auto',
      'cover',
      'crop',
      'aspect-crop',
      'low',
      'true',
      '1;2;3;4',
      'red;9',
    ),
  );
  const part = fc.tuple(fc.constantFrom(...OPTION_BY_NAME.keys()), value).map((pair) => pair.join('='));
  const definition = fc.record({
    presets: fc.constant(PRESETS),
    widths: fc.constantFrom([], [1], [320, 640], [1000]),
    limits: fc.record({ width: fc.constant(1000), pixels: fc.constantFrom(1, 5000, 16_000_000) }),
  });
  const client = { avif: true, webp: true, prefersWebp: false, slow: true };

  it('are a variant that the Renderer can parse within the limits, or a 400', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), definition, (parts, settings) => {
        const { limits, widths } = settings;
        const config = { ...defineImages({}), widths, limits: { height: 1000, ...limits } };
        try {
          const { options } = permittedOptions(parseOptions(parts.join(',')), false, config);
          const variant = canonicalVariant(options, client, config);
          expect(parseOptions(writeOptions(variant) || '_')).toEqual(variant);
          expect((variant.width ?? 1) * (variant.height ?? 1)).toBeLessThanOrEqual(limits.pixels);
          expect(variant.blur ?? variant.trim ?? variant.border ?? variant.rotate).toBeUndefined();
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          expect(error.status).toBe(400);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
