import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseForm } from '../../../../../src/lib/documents/body/request/form-object.ts';
import { Problem } from '../../../../../src/lib/http/problem/problem.ts';

const schema = { properties: { tags: { type: 'array' }, name: { type: 'string' } } };

it.each<[string, object]>([
  ['name=a', { name: 'a' }],
  ['tags=a', { tags: ['a'] }],
  ['tags=a&tags=b', { tags: ['a', 'b'] }],
  ['tags[]=a', { tags: ['a'] }],
  ['x[]=a&x=b', { x: ['a', 'b'] }],
  ['name=a&name=b', { name: ['a', 'b'] }],
  ['constructor=a&toString=b', { constructor: 'a', toString: 'b' }],
  ['a', { a: '' }],
  ['=a', { '': 'a' }],
  ['', {}],
])('the form %j is the object %j', (text, expected) => {
  expect(parseForm(text, schema)).toEqual(expected);
});

it('every text is an object of strings and arrays of strings, or a Problem', () => {
  const text = fc.string({ unit: fc.constantFrom(...'a=&[]%0+;é_\0', '__proto__', '%00', '%ff', '[]=') });
  fc.assert(
    fc.property(text, (form) => {
      try {
        for (const value of Object.values(parseForm(form, schema))) {
          for (const item of [value].flat()) expect(item).toBeTypeOf('string');
        }
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        expect(error.status).toBe(422);
      }
    }),
  );
});
