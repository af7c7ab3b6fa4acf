import { z } from 'astro/zod';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseListQuery } from '../../../src/lib/documents/query/parse.ts';
import { defineCollections } from '../../../src/lib/documents/schema/collection.ts';
import { readList } from '../../../src/lib/documents/store/read.ts';
import { newMeter } from '../../../src/lib/http/server-timing.ts';
import { clear, seed } from '../../support/documents.ts';
import { type Doc, listReference } from '../../support/reference-list.ts';
import { addCollections, removeCollections } from '../../support/tables.ts';
import { database } from '../../support/worker.ts';

const scalar = z.union([z.string(), z.number()]);

/** One collection whose schema allows anything, and one whose schema has types and indexes, for the same documents. */
const collections = defineCollections({
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
const sparse = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 4 });

const fields = fc.record({
  name: sparse(fc.oneof(text, fc.constant(null))),
  age: sparse(fc.oneof(number, fc.constant(null))),
  active: sparse(fc.boolean()),
  ref: sparse(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('0', '1', 'a', '01', '1.0'))),
  tags: sparse(fc.array(text, { maxLength: 3 })),
  place: sparse(fc.record({ city: text, zip: fc.oneof(number, text, fc.boolean(), fc.constant(null)) })),
});

const documents = fc
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
/** Conditions of one query are limited to 30. */
const where = tree.map((value) => JSON.stringify(value)).filter((json) => json.split('{').length < 25);

const bound = fc.integer({ min: -8, max: 30 });
const window = fc.oneof(
  fc.constant({}),
  fc.record({ _page: fc.integer({ min: 1, max: 4 }), _limit: sparse(fc.integer({ min: 1, max: 9 })) }),
  fc.record({ _page: sparse(fc.integer({ min: 1, max: 4 })), _per_page: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ _start: sparse(bound), _end: bound }),
  fc.record({ _start: sparse(bound), _limit: bound }),
);
const query = fc
  .record({
    filters: fc.array(fc.oneof(filter, textual, exists), { maxLength: 3 }),
    where: sparse(where),
    search: sparse(text),
    sort: fc.array(fc.tuple(field, fc.constantFrom('asc', 'desc', 'DESC', '', '-')), { maxLength: 3 }),
    window,
  })
  .map(({ filters, where, search, sort, window }) => {
    const parameters = new URLSearchParams();
    for (const [name, operator, values] of filters)
      for (const one of values) parameters.append(name + operator, one);
    if (search !== undefined) parameters.set('q', search);
    if (where !== undefined) parameters.set('_where', where);
    if (sort.length > 0) {
      parameters.set('_sort', sort.map(([name, order]) => (order === '-' ? `-${name}` : name)).join(','));
      parameters.set('_order', sort.map(([, order]) => (order === '-' ? '' : order)).join(','));
    }
    for (const [name, bound] of Object.entries(window))
      if (bound !== undefined) parameters.set(name, String(bound));
    return parameters;
  });

let d1: D1Database;
beforeAll(async () => {
  d1 = await database();
  await addCollections(d1, collections);
});
afterAll(() => removeCollections(d1, collections));

it.each(['things', 'typed'] as const)(
  'random lists of the collection %s equal those of the reference implementation, in the same order',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(
        documents,
        fc.array(query, { minLength: 12, maxLength: 12 }),
        async (list, queries) => {
          await clear(name);
          await seed(name, list);
          for (const parameters of queries) {
            const parsed = parseListQuery(parameters, collections[name], collections);
            const { body, total } = await readList({ d1, meter: newMeter() }, collections[name], parsed, {
              known: [],
              isTrusted: false,
            });
            const ids = (JSON.parse(body ?? '') as Doc[]).map(({ id }) => String(id));
            expect({ query: decodeURIComponent(String(parameters)), ids, total }).toEqual({
              query: decodeURIComponent(String(parameters)),
              ...listReference(list, parameters),
            });
          }
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
  },
);
