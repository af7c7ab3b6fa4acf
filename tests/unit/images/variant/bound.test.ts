import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineImages } from '../../../../src/lib/images/define-images.ts';
import { writeOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import type { Options } from '../../../../src/lib/images/options/options.ts';
import { type ClientFeatures, namedFormats } from '../../../../src/lib/images/variant/client-features.ts';
import { permittedOptions } from '../../../../src/lib/images/variant/permitted-options.ts';
import { simplifyVariant } from '../../../../src/lib/images/variant/simplify-variant.ts';
import { ASPECT_STEPS, type Sides, USUAL_SIDES } from '../../../../src/lib/images/variant/usual-numbers.ts';
import { canonicalVariant } from '../../../../src/lib/images/variant/variant.ts';

// How many renderings of one source anyone can cause without a signature, and how many per hour.

const CONFIG = defineImages({});
const { limits } = CONFIG;
const SIDES = USUAL_SIDES.filter((side) => side <= 4096);
const FITS = ['scale-down', 'contain', 'cover', 'crop', 'aspect-crop', 'pad', 'squeeze'] as const;
const GRAVITIES = ['auto', 'face', 'entropy', 'center', 'left', 'right', 'top', 'bottom'] as const;
const FORMATS = ['auto', 'avif', 'webp', 'jpeg', 'baseline-jpeg', 'png', 'json', undefined] as const;
const QUALITIES = [undefined, ...Array.from({ length: 20 }, (_, i) => 5 * (i + 1))];
const CLIENTS: ClientFeatures[] = [
  { avif: false, webp: false, prefersWebp: false, slow: false },
  { avif: false, webp: true, prefersWebp: true, slow: false },
  { avif: true, webp: true, prefersWebp: false, slow: false },
];

/** A source that is larger than every result, in other proportions. */
const SOURCE = {
  type: 'image/jpeg',
  width: 9001,
  height: 7999,
  isSizeKnown: true,
  isRotated: false,
  isAnimated: false,
  hasAlpha: false,
} as const;

/** Every pair of sides that rounding can give. */
function allPairs(): Set<string> {
  const exact = SIDES.flatMap((width) => SIDES.map((height) => [width, height] as const));
  const steps = Array.from({ length: ASPECT_STEPS }, (_, i) => i + 1);
  const inProportion = SIDES.flatMap((width) =>
    steps.flatMap((k) =>
      [(width * k) / ASPECT_STEPS, (width * ASPECT_STEPS) / k].map(
        (height) => [width, Math.max(1, Math.round(height))] as const,
      ),
    ),
  );
  const fitting = [...exact, ...inProportion].filter(
    ([width, height]) => height <= limits.height && width * height <= limits.pixels,
  );
  return new Set(fitting.map(([width, height]) => `${width}x${height}`));
}

/** The variants of one size, in every combination of the other options. */
function variantsOf(sides: Sides): Set<string> {
  const variants = new Set<string>();
  for (const fit of FITS)
    for (const gravity of GRAVITIES)
      for (const format of FORMATS)
        for (const quality of QUALITIES)
          for (const anim of [true, false]) {
            const given: Options = { ...sides, fit, gravity, format, quality, anim };
            const { options } = permittedOptions(given, false, CONFIG);
            for (const client of CLIENTS)
              variants.add(
                writeOptions(
                  simplifyVariant(canonicalVariant(options, client, CONFIG), SOURCE, namedFormats(client)),
                ),
              );
          }
  return variants;
}

describe('the bound of renderings', () => {
  const pairs = allPairs();

  it('has a pair of usual sides for any pair', () => {
    const side = fc.oneof(fc.integer({ min: 1, max: 4096 }), fc.integer({ min: 1, max: 99 }));
    fc.assert(
      fc.property(side, side, (width, height) => {
        fc.pre(width * height <= limits.pixels);
        const { options } = permittedOptions({ width, height }, false, CONFIG);
        expect(pairs).toContain(`${options.width}x${options.height}`);
      }),
      { numRuns: 5000 },
    );
  });

  it('is stated for one source', () => {
    const whole = variantsOf({}).size;
    const oneSide = variantsOf({ width: 400 }).size;
    const pair = variantsOf({ width: 400, height: 300 }).size;
    expect([whole, oneSide, pair]).toEqual([38, 76, 418]);
    expect([SIDES.length, pairs.size]).toEqual([60, 7631]);
    // Without a height: 9,158. Formats, qualities, fits and gravities multiply, so the hourly limits matter most.
    expect(whole + 2 * SIDES.length * oneSide).toBe(9158);
    expect(whole + 2 * SIDES.length * oneSide + pairs.size * pair).toBe(3_198_916);
  });

  it('is small under presetsOnly: each preset in four densities and the formats of a browser', () => {
    const presets = { card: { width: 480, height: 320, fit: 'cover', format: 'auto' } } as const;
    const config = defineImages({ presets, presetsOnly: true });
    const densities = fc.integer({ min: 1, max: 30 }).map((tenths) => tenths / 10);
    const variants = new Set<string>();
    fc.assert(
      fc.property(densities, fc.constantFrom(...CLIENTS), (dpr, client) => {
        const { options } = permittedOptions({ preset: 'card', dpr }, false, config);
        variants.add(
          writeOptions(
            simplifyVariant(canonicalVariant(options, client, config), SOURCE, namedFormats(client)),
          ),
        );
      }),
      { numRuns: 1000 },
    );
    // 1440 × 960 has no AVIF, so dpr=3 has two formats.
    expect(variants.size).toBe(4 * 3 - 1);
  });

  it('is stated per hour for one client and one source', () => {
    const wrangler = readFileSync('wrangler.toml', 'utf8');
    const limitOf = (name: string) => {
      const rule = new RegExp(`name = "${name}"\\n.*\\nsimple = \\{ limit = (\\d+), period = 60 \\}`);
      return Number(rule.exec(wrangler)?.[1]) * 60;
    };
    expect([limitOf('CLIENT_RENDERINGS'), limitOf('SOURCE_RENDERINGS')]).toEqual([1800, 3600]);
  });
});
