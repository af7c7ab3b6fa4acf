import { z } from 'astro/zod';
import { expect, it } from 'vitest';
import { type Collection, defineCollections } from '../../../../src/lib/documents/schema/collection.ts';
import { type FieldPath, parseFieldPath } from '../../../../src/lib/documents/schema/field-path.ts';
import { fieldOf } from '../../../../src/lib/documents/schema/fields.ts';

const { strict, loose } = defineCollections({
  strict: {
    schema: z.strictObject({
      text: z.string().min(1),
      count: z.number().int(),
      flag: z.boolean().nullable(),
      kind: z.enum(['a', 'b']).optional(),
      one: z.literal(1),
      ref: z.union([z.number(), z.string()]),
      any: z.unknown(),
      tags: z.array(z.string()),
      closed: z.strictObject({ city: z.string() }),
      open: z.looseObject({ city: z.string() }),
    }),
  },
  loose: { schema: z.looseObject({ name: z.string() }) },
});

const fieldIn = (collection: Collection, text: string) =>
  fieldOf(collection.jsonSchema, parseFieldPath(text) as FieldPath);

it.each([
  ['id', ['string', 'number']],
  ['text', ['string']],
  ['count', ['number']],
  ['flag', ['boolean']],
  ['kind', ['string']],
  ['one', ['number']],
  ['ref', ['number', 'string']],
  ['closed.city', ['string']],
  ['open.city', ['string']],
])('the field %s has the scalar types %j', (path, scalars) => {
  expect(fieldIn(strict, path)).toEqual({ exists: true, scalars: new Set(scalars) });
});

it.each(['any', 'any.thing', 'tags', 'tags.0', 'closed', 'open', 'open.zip'])(
  'the field %s can have any type',
  (path) => {
    expect(fieldIn(strict, path)).toEqual({ exists: true, scalars: null });
  },
);

it.each(['nope', 'text.length', 'closed.zip', 'constructor', 'id.x'])(
  'the field %s cannot exist in a strict schema',
  (path) => {
    expect(fieldIn(strict, path)).toEqual({ exists: false });
  },
);

it('a document of a loose schema can have any other field', () => {
  expect(fieldIn(loose, 'name')).toEqual({ exists: true, scalars: new Set(['string']) });
  expect(fieldIn(loose, 'nope.deeper')).toEqual({ exists: true, scalars: null });
});
