import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import type { NamedFormat } from '../../../../src/lib/images/variant/client-features.ts';
import { type DecisiveFacts, simplifyVariant } from '../../../../src/lib/images/variant/simplify-variant.ts';
import { canonicalVariant } from '../../../../src/lib/images/variant/variant.ts';

const CLIENT = { avif: false, webp: false, prefersWebp: false, slow: false };
const limits = { width: 12_000, height: 12_000, pixels: 144_000_000 };

const side = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3000 }));
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const options = fc.record({
  width: optional(side),
  height: optional(side),
  fit: optional(fc.constantFrom('scale-down', 'contain', 'cover', 'crop', 'aspect-crop', 'pad', 'squeeze')),
  gravity: optional(fc.constantFrom('auto', 'left', 'center')),
  format: optional(fc.constantFrom('auto', 'avif', 'webp', 'jpeg', 'baseline-jpeg', 'png')),
  quality: optional(fc.constantFrom(50, 85)),
  anim: optional(fc.boolean()),
  background: optional(fc.constant('#ffffff')),
  rotate: optional(fc.constantFrom(90 as const, 180 as const)),
  trim: optional(fc.constant({ top: 1, right: 0, bottom: 0, left: 0 })),
});
const facts: fc.Arbitrary<DecisiveFacts> = fc.record({
  type: fc.constantFrom('image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/heic'),
  width: side,
  height: side,
  isSizeKnown: fc.boolean(),
  isRotated: fc.boolean(),
  isAnimated: fc.boolean(),
  hasAlpha: fc.boolean(),
});
const named = fc.constantFrom<NamedFormat[]>([], ['webp'], ['avif', 'webp'], ['avif']);

it('a simplified variant cannot be simplified further, so that it is the key of its own image', () => {
  fc.assert(
    fc.property(options, facts, named, (given, source, formats) => {
      const simple = simplifyVariant(canonicalVariant(given, CLIENT, { limits }), source, formats);
      for (const other of [formats, []])
        expect(writeOptions(simplifyVariant(simple, source, other))).toBe(writeOptions(simple));
    }),
    { numRuns: 10_000 },
  );
});
