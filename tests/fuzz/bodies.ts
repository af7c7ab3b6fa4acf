import fc from 'fast-check';
import { anyText, MARK } from './texts.ts';

export interface FuzzBody {
  bytes: Uint8Array;
  /** Bytes that Content-Length announces beyond the body; `null` for a body in chunks. */
  excess: number | null;
}

const nearly = fc.record(
  {
    id: fc.oneof(fc.integer(), fc.string({ maxLength: 9 }), fc.constantFrom(null, 1.5, '', '__proto__')),
    name: fc.oneof(anyText(30), fc.integer(), fc.constant(null)),
    title: anyText(10),
    source: fc.constantFrom('/pictures/orbit.jpg', 'javascript:alert(1)', MARK),
    alt: anyText(10),
    userId: fc.oneof(fc.integer({ min: -1, max: 9 }), fc.constantFrom('x', null)),
    [MARK]: fc.jsonValue({ maxDepth: 3 }),
  },
  { requiredKeys: [] },
);
const texts = fc.oneof(
  { weight: 4, arbitrary: nearly.map((value) => JSON.stringify(value)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '{"name":"Ada"}',
      '{"name":null}',
      '{}',
      '[]',
      'null',
      '',
      ' ',
      '"x"',
      '1e999',
    ),
  },
  { weight: 2, arbitrary: fc.array(nearly, { maxLength: 5 }).map((value) => JSON.stringify(value)) },
  {
    weight: 2,
    arbitrary: fc
      .array(nearly, { maxLength: 5 })
      .map((list) => list.map((one) => JSON.stringify(one)).join('\n')),
  },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 5_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 5_000 })
      .map((depth) => `{"name":${'{"a":'.repeat(depth)}1${'}'.repeat(depth + 1)}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 3_000 })
      .map((width) =>
        JSON.stringify(Object.fromEntries(Array.from({ length: width }, (_, i) => [`k${i}`, i]))),
      ),
  },
  {
    weight: 1,
    arbitrary: nearly.map((value) => `${JSON.stringify(value).slice(0, -1)},"name":"twice","name":1}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.tuple(anyText(9), anyText(9)), { maxLength: 9 })
      .map((pairs) => String(new URLSearchParams(pairs))),
  },
  { weight: 1, arbitrary: anyText(200) },
);
const bytes = fc.oneof(
  { weight: 9, arbitrary: texts.map((text) => new TextEncoder().encode(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{"name":"\ufeff"}', '\ufeff{}').map((text) => Buffer.from(text, 'utf16le')),
  },
  { weight: 1, arbitrary: fc.constant(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])) },
);

export const bodies: fc.Arbitrary<FuzzBody> = fc.record({
  bytes,
  excess: fc.oneof(
    { weight: 20, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(-1, 1) },
  ),
});

/** A user, or a picture. */
export const validBodies: fc.Arbitrary<FuzzBody> = fc
  .tuple(fc.boolean(), anyText(30))
  .map(([isUser, text]) =>
    isUser
      ? { name: `x${text}` }
      : { title: `x${text}`, source: '/pictures/orbit.jpg', alt: text, userId: 1 },
  )
  .map((document) => ({ bytes: new TextEncoder().encode(JSON.stringify(document)), excess: 0 }));
