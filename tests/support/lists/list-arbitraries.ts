import { z } from 'astro/zod';
import fc from 'fast-check';
import { defineCollections } from '../../../src/lib/documents/schema/collection.ts';
import type { Doc } from './reference-list.ts';

const scalar = z.union([z.string(), z.number()]);

/** One collection whose schema allows anything, and one whose schema has types and indexes, for the same documents. */
export const collections = defineCollections({
  things: { schema: z.looseObject({}) },
  typed: {
    schema: z.strictObject({
      name: z.string().nullable().optional(),
      age: z.number().nullable().optional(),
      active: z.boolean().optional(),
      ref: scalar.optional(),
      tags: z.array(z.string()).optional(),
      place: z.looseObject({}).optional(),
    }),
    indexes: ['name', 'age', 'active', 'ref'],
  },
});

const character = fc.constantFrom(...'aAbBzZ019 ,._%*"\'\\éÉßΛλΣςKſsЖж日🚀\u001f');
const text = fc.array(character, { maxLength: 5 }).map((characters) => characters.join(''));
const number = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom(0.5, 10.25, -1.75, 0.1, 9007199254740991),
);
export const sparse = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 4 });

export const fields = fc.record({
  name: sparse(fc.oneof(text, fc.constant(null))),
  age: sparse(fc.oneof(number, fc.constant(null))),
  active: sparse(fc.boolean()),
  ref: sparse(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('0', '1', 'a', '01', '1.0'))),
  tags: sparse(fc.array(text, { maxLength: 3 })),
  place: sparse(fc.record({ city: text, zip: fc.oneof(number, text, fc.boolean(), fc.constant(null)) })),
});

export const documents = fc
  .array(fields, { maxLength: 25 })
  .map((list): Doc[] =>
    list.map((doc, i) => JSON.parse(JSON.stringify({ id: i % 3 === 2 ? `k${i}` : i, ...doc })) as Doc),
  );

const FIELDS = ['id', 'name', 'age', 'active', 'ref', 'tags', 'tags.0', 'place.city', 'place.zip', 'place'];
const field = fc.constantFrom(...FIELDS);
const value = fc.oneof(
  text,
  number.map(String),
  fc.constantFrom('true', 'false', '', 'k2', '1', 'a,b', '1.0', '01', 'Infinity', '-1e999'),
);
const filter = fc.tuple(
  field,
  fc.constantFrom('', '', '_ne', '_gte', '_lte', '_gt', '_lt', '_like'),
  fc.array(value, { minLength: 1, maxLength: 3 }),
);
const textual = fc.tuple(
  field,
  fc.constantFrom(':eq', ':ne', ':in', ':lt', ':gte', ':contains', ':startsWith', ':endsWith', ':has'),
  fc.array(fc.oneof(value, fc.constantFrom('null', 'a,1,true', 'aB', '1,2')), { minLength: 1, maxLength: 2 }),
);
const exists = fc.tuple(
  field,
  fc.constant(':exists'),
  fc.array(fc.constantFrom('true', 'false'), { minLength: 1 }),
);

const jsonScalar = fc.oneof(text, number, fc.constantFrom(null, true, false, '1', 'a'));
const operand = fc.oneof(
  fc.record({ eq: jsonScalar }),
  fc.record({ ne: jsonScalar }),
  fc.record({ in: fc.array(jsonScalar, { maxLength: 3 }) }),
  fc.record({ gt: fc.oneof(text, number), lte: fc.oneof(text, number) }, { requiredKeys: ['gt'] }),
  fc.record({ contains: text }),
  fc.record({ startsWith: text, exists: fc.boolean() }, { requiredKeys: ['startsWith'] }),
  fc.record({ endsWith: text }),
  fc.record({ has: jsonScalar }),
  jsonScalar,
);
/** A path as one name with dots, or as nested objects. */
const leaf = fc
  .tuple(field, operand, fc.boolean())
  .map(([path, compared, nests]) =>
    nests
      ? path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), compared)
      : { [path]: compared },
  );
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'where' },
    leaf,
    fc.record({ or: fc.array(tie('tree'), { maxLength: 3, depthIdentifier: 'where' }) }),
    fc.record({ and: fc.array(tie('tree'), { maxLength: 2, depthIdentifier: 'where' }) }),
  ),
}));
/** A query may have at most 30 conditions. */
const where = tree.map((value) => JSON.stringify(value)).filter((json) => json.split('{').length < 25);

/** A query without a window. */
export const unwindowedQuery = fc
  .record({
    filters: fc.array(fc.oneof(filter, textual, exists), { maxLength: 3 }),
    where: sparse(where),
    search: sparse(text),
    sort: fc.array(fc.tuple(field, fc.constantFrom('asc', 'desc', 'DESC', '', '-')), { maxLength: 3 }),
  })
  .map(({ filters, where, search, sort }) => {
    const parameters = new URLSearchParams();
    for (const [name, operator, values] of filters)
      for (const one of values) parameters.append(name + operator, one);
    if (search !== undefined) parameters.set('q', search);
    if (where !== undefined) parameters.set('_where', where);
    if (sort.length > 0) {
      parameters.set('_sort', sort.map(([name, order]) => (order === '-' ? `-${name}` : name)).join(','));
      parameters.set('_order', sort.map(([, order]) => (order === '-' ? '' : order)).join(','));
    }
    return parameters;
  });
