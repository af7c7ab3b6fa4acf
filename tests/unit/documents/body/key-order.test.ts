import { z } from 'astro/zod';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOrderOf } from '../../../../src/lib/documents/body/key-order.ts';
import { validateDocument } from '../../../../src/lib/documents/body/validate-document.ts';
import { defineCollections } from '../../../../src/lib/documents/schema/collection.ts';

const { any, mixed } = defineCollections({
  any: { schema: z.looseObject({}) },
  mixed: {
    schema: z.looseObject({
      a: z.any().optional(),
      b: z.looseObject({ d: z.any().optional(), c: z.any().optional() }).optional(),
      list: z.array(z.looseObject({ d: z.any().optional(), c: z.any().optional() })).optional(),
      n: z.number().default(1),
    }),
  },
});

const names = fc.constantFrom('a', 'b', 'c', 'd', 'list', 'other');
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(0, 1.5, true, null, 'text'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(names, tie('json')),
  ),
}));
const inner = fc.dictionary(names, json);
const document = fc
  .tuple(fc.dictionary(fc.constantFrom('x', 'y', 'a', 'z'), json), inner, fc.array(inner, { maxLength: 3 }))
  .map(([rest, b, list]) => ({ ...rest, list, b }));

it('a document is stored with the members in the order in which they were sent, at every depth', () => {
  fc.assert(
    fc.property(document, (sent) => {
      expect(validateDocument(sent, any).text).toBe(JSON.stringify(sent));
      const text = validateDocument(sent, mixed).text;
      expect(text).toBe(JSON.stringify({ ...sent, n: 1 }));
    }),
  );
});

it.each<[unknown, unknown, string]>([
  [{ b: 1, a: 2 }, { a: 2, b: 1 }, '{"b":1,"a":2}'],
  [{ b: 1, dropped: 2 }, { added: 0, b: 1 }, '{"b":1,"added":0}'],
  [[{ b: 1, a: 2 }], [{ a: 2, b: 1 }, { d: 1 }], '[{"b":1,"a":2},{"d":1}]'],
  [{ a: [1] }, { a: 'x' }, '{"a":"x"}'],
  ['text', { a: 1 }, '{"a":1}'],
])('inOrderOf(%j, %j) is %s', (sent, value, expected) => {
  expect(JSON.stringify(inOrderOf(sent, value))).toBe(expected);
});
