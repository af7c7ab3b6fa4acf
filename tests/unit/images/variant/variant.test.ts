import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../../src/lib/http/problem/problem.ts';
import { parseOptions, writeOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import { OPTION_BY_NAME } from '../../../../src/lib/images/options/options.ts';
import type { ClientFeatures } from '../../../../src/lib/images/variant/client-features.ts';
import { canonicalVariant } from '../../../../src/lib/images/variant/variant.ts';

const RULES = { limits: { width: 4000, height: 3000, pixels: 9_000_000 } };
const PLAIN: ClientFeatures = { avif: false, webp: false, prefersWebp: false, slow: false };
const MODERN: ClientFeatures = { ...PLAIN, avif: true, webp: true };

function canonical(options: string, client: ClientFeatures = PLAIN): string {
  return writeOptions(canonicalVariant(parseOptions(options), client, RULES));
}

describe('canonicalVariant', () => {
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
  ])('reduces %s to %s', (options, expected) => {
    expect(canonical(options)).toBe(expected);
  });

  it.each([
    // The source decides which format that is.
    ['f=auto,w=100', MODERN, 'format=auto,width=100'],
    ['f=auto', PLAIN, 'format=auto'],
    ['f=auto,q=85', PLAIN, 'format=auto,quality=85'],
    ['scq=30,q=80', { ...PLAIN, slow: true }, 'quality=30'],
  ])('reduces %s by the features of the client', (options, client, expected) => {
    expect(canonical(options, client)).toBe(expected);
  });

  it.each(['w=4001', 'h=3001', 'w=2001,dpr=2', 'w=3500,h=2900'])('refuses %s as too large', (options) => {
    expect(() => canonical(options)).toThrowError(expect.objectContaining({ status: 400 }));
  });
});

describe('canonicalVariant with dpr', () => {
  const SCALED = [...OPTION_BY_NAME].filter(([, { scale }]) => scale !== undefined).map(([name]) => name);
  /** Any value of an option in its range, as it is written. */
  const anyValue = (name: string) => {
    const length = fc.oneof(fc.integer({ min: 0, max: 12_000 }), fc.constantFrom(0, 1, 2, 6_000, 12_000));
    const sides = fc.tuple(length, length, length, length).map((all) => all.join(';'));
    if (name === 'trim') return fc.oneof(sides, fc.constant('border'));
    if (name === 'border')
      return fc.oneof(
        sides,
        length.map((width) => `red;${width}`),
      );
    return length.map(String);
  };
  const written = fc
    .subarray(SCALED, { minLength: 1 })
    .chain((names) => fc.tuple(...names.map((name) => anyValue(name).map((value) => `${name}=${value}`))))
    .map((parts) => parts.join(','));
  const dpr = fc.oneof(
    fc.integer({ min: 1, max: 30 }).map((tenths) => tenths / 10),
    fc.constantFrom(0.123456, 1.999999, 2.999999),
  );
  const UNLIMITED = { width: 1e9, height: 1e9, pixels: 1e18 };

  it('throws a 400 or returns options that the Renderer can parse', () => {
    fc.assert(
      fc.property(written, dpr, fc.boolean(), (options, ratio, isLimited) => {
        try {
          const limits = isLimited ? RULES.limits : UNLIMITED;
          const parsed = parseOptions(`${options},dpr=${ratio}`);
          const variant = canonicalVariant(parsed, PLAIN, { limits });
          expect(parseOptions(writeOptions(variant) || '_')).toEqual(variant);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          expect(error.status).toBe(400);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['w=1,dpr=0.1', 'width=0 is not allowed after dpr; allowed: a whole number from 1 to 12000.'],
    ['trim.left=7000,dpr=2', 'trim.left=14000 is not allowed after dpr'],
    ['border=red;12000,dpr=2', 'border=#ff0000;24000 is not allowed after dpr'],
    ['trim=0;0;0;6001,dpr=2', 'trim=0;0;0;12002 is not allowed after dpr'],
  ])('refuses %s', (options, message) => {
    expect(() => canonical(options)).toThrowError(expect.objectContaining({ status: 400 }));
    expect(() => canonical(options)).toThrowError(message);
  });
});
