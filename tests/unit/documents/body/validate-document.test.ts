import { z } from 'astro/zod';
import { describe, expect, it } from 'vitest';
import { validateDocument } from '../../../../src/lib/documents/body/validate-document.ts';
import { defineCollections } from '../../../../src/lib/documents/schema/collection.ts';

const { strict, loose } = defineCollections({
  strict: {
    schema: z.strictObject({
      title: z.string().min(1),
      tags: z.array(z.string()).optional(),
      place: z.strictObject({ city: z.string() }).optional(),
    }),
  },
  loose: { schema: z.looseObject({}) },
});

const MIB = 1024 * 1024;

describe('validateDocument()', () => {
  it.each([
    [
      { id: 7, name: 'Yan' },
      { id: 7, text: '{"name":"Yan"}' },
    ],
    [
      { name: 'Yan', id: '007' },
      { id: '007', text: '{"name":"Yan"}' },
    ],
    [
      { id: null, a: [1, { b: null }] },
      { id: null, text: '{"a":[1,{"b":null}]}' },
    ],
    [{}, { id: null, text: '{}' }],
  ])('separates the id of %j from its other members', (object, expected) => {
    expect(validateDocument(object, loose)).toEqual({
      ...expected,
      members: JSON.parse(expected.text),
      bytes: Buffer.byteLength(expected.text),
    });
  });

  it.each([
    [z.string(), 'This field is required'],
    [z.enum(['a', 'b']), 'This field is required'],
    [z.union([z.string(), z.number()]), 'This field is required'],
    [z.array(z.string()).min(1), 'This field is required'],
    [z.string({ error: 'Name the planet' }), 'Name the planet'],
    [z.string().refine((text) => text !== ''), 'This field is required'],
  ])(
    'says that an absent field is required, unless the schema has its own message (case %#)',
    (field, message) => {
      const { forms } = defineCollections({ forms: { schema: z.strictObject({ field }) } });
      for (const object of [{}, { field: null }]) {
        expect(() => validateDocument(object, forms)).toThrow(
          expect.objectContaining({
            extensions: expect.objectContaining({ violations: [{ pointer: '/field', message }] }),
          }),
        );
      }
    },
  );

  it.each([
    [{}, ['/title']],
    [{ title: '' }, ['/title']],
    [{ title: 'x', tags: ['a', 1, 2] }, ['/tags/1', '/tags/2']],
    [{ title: 'x', place: { city: 'y', zip: 1 } }, ['/place/zip']],
    [{ title: 'x', 'a/b': 1, 'c~d': 1 }, ['/a~1b', '/c~0d']],
    [{ id: 1.5, title: 'x' }, ['/id']],
    [{ id: {}, title: 1 }, ['/id', '/title']],
  ])('refuses %j with violations at %j', (object, pointers) => {
    expect(() => validateDocument(object, strict)).toThrow(
      expect.objectContaining({
        code: 'invalid-document',
        extensions: expect.objectContaining({
          violations: pointers.map((pointer) => ({ pointer, message: expect.stringMatching(/./) })),
        }),
      }),
    );
  });

  it('names the allowed fields when a field does not exist', () => {
    expect(() => validateDocument({ title: 'x', nope: 1 }, strict)).toThrow('id, title, tags, place');
  });

  it('accepts 1 MiB of JSON and refuses one byte more, counted in UTF-8', () => {
    const filling = 'é'.repeat((MIB - '{"a":""}'.length) / 2);
    expect(validateDocument({ a: filling }, loose).text).toHaveLength(filling.length + 8);
    expect(() => validateDocument({ a: `${filling}x` }, loose)).toThrow(
      expect.objectContaining({ code: 'body-too-large', status: 413 }),
    );
  });
});
