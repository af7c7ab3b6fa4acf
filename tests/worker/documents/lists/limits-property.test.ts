import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseListQuery } from '../../../../src/lib/documents/query/parse-query.ts';
import { readList } from '../../../../src/lib/documents/store/read/read-list.ts';
import { Problem } from '../../../../src/lib/http/problem/problem.ts';
import { newMeter } from '../../../../src/lib/http/response/server-timing.ts';
import { collections, LETTERS, path, relatives, THINGS } from '../../../support/lists/related-collections.ts';
import { addCollections, removeCollections } from '../../../support/worker/documents.ts';
import { call, database } from '../../../support/worker/worker.ts';

beforeAll(async () => addCollections(collections));
afterAll(async () => removeCollections(collections));

/** Any parameter that is allowed, with values that a client may send, in number up to its limit. */
const word = fc.constantFrom(
  'name',
  'id',
  'a',
  'ж',
  'é.0',
  '0.1.x',
  path(7),
  '_id',
  '__v',
  `n${'é'.repeat(150)}`,
);
const value = fc.oneof(
  fc.constantFrom(
    '',
    '1',
    'Yan',
    'true',
    '-1e999',
    'NaN',
    'é',
    'жук',
    LETTERS,
    'k',
    'ſ',
    'a,b',
    '"',
    '%',
    '\\',
    '🚀',
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0')),
);
const operator = fc.constantFrom(
  ...['', '', '_ne', '_gte', '_lte', '_gt', '_lt', '_like', '_like', '[]'],
  ...[':eq', ':ne', ':in', ':lt', ':gte', ':contains', ':startsWith', ':endsWith', ':has', ':exists', ':x'],
);
const filters = fc.array(
  fc
    .tuple(word, fc.nat(40), operator, value)
    .map(([name, i, suffix, text]) => [i % 3 === 0 ? `${name}${suffix}` : `${name}${i}${suffix}`, text]),
  { maxLength: 32 },
);
const list = (unit: fc.Arbitrary<string>, maxLength: number) =>
  fc.array(unit, { minLength: 1, maxLength }).map((items) => items.join(','));
const numbered = fc.tuple(word, fc.nat(99)).map(([name, i]) => `${name}${i}`);
const integer = fc.oneof(fc.integer({ min: -30, max: 30 }), fc.constantFrom(1_000, 10_000)).map(String);
/** Any JSON, and trees that are nearly right. */
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    fc.dictionary(
      fc.oneof(word, fc.constantFrom('eq', 'in', 'gt', 'startsWith', 'has', 'exists', 'neq', '__proto__')),
      fc.oneof(value, fc.boolean(), fc.constant(null), fc.double(), fc.array(value), tie('tree')),
      { minKeys: 1, maxKeys: 3 },
    ),
    fc.record({ or: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({ and: fc.array(tie('tree'), { maxLength: 3 }) }),
  ),
}));
const where = fc.oneof(tree, fc.jsonValue()).map((json) => JSON.stringify(json));
const control = fc.oneof(
  fc.tuple(fc.constant('_where'), where),
  fc.tuple(fc.constantFrom('_page', '_limit', '_start', '_end', '_per_page'), integer),
  fc.tuple(fc.constant('_sort'), list(numbered, 9)),
  fc.tuple(fc.constant('_order'), list(fc.constantFrom('asc', 'desc', ''), 9)),
  fc.tuple(
    fc.constant('_fields'),
    list(
      fc.tuple(fc.constantFrom('f', 'ж'), fc.nat(120)).map((f) => f.join('')),
      101,
    ),
  ),
  fc.tuple(fc.constantFrom('_after', '_before'), fc.oneof(value, fc.base64String())),
  fc.tuple(fc.constant('_total'), fc.constantFrom('none', 'all')),
  fc.tuple(fc.constant('q'), value),
  fc.tuple(fc.constantFrom('_', 'callback', ''), value),
);
const kinds = fc
  .subarray(relatives, { maxLength: 5 })
  .map((letters) => letters.map((letter) => ['_embed', `kind${letter}s`]));
const parents = fc
  .subarray(relatives)
  .map((letters) => letters.map((letter) => ['_expand', `kind${letter}`]));
const anyQuery = fc
  .tuple(filters, fc.array(control, { maxLength: 8 }))
  .map((parts) => parts.flat() as [string, string][]);

it('any combination of parameters is answered 200 or 400 by lists, nested lists and documents', async () => {
  const paths = ['/api/users', '/api/users', '/api/pictures', '/api/users/1/pictures', '/api/users/1'];
  const relation = fc.constantFrom<[string, string][]>(
    [],
    [['_embed', 'pictures']],
    [['_expand', 'user']],
    [['_embed', 'user']],
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), anyQuery, relation, async (path, parameters, related) => {
      const query = new URLSearchParams([...parameters, ...related]).toString();
      if (query.length > 15_000) return;
      const response = await call(`${path}?${query}`);
      const text = await response.text();
      expect([200, 400], text).toContain(response.status);
    }),
    { numRuns: 300 },
  );
});

it('any combination of parameters with any relations is read or refused', async () => {
  const db = { d1: database(), meter: newMeter() };
  await fc.assert(
    fc.asyncProperty(anyQuery, kinds, parents, async (given, embed, expand) => {
      const parameters = new URLSearchParams([...given, ...embed, ...expand] as [string, string][]);
      try {
        const query = parseListQuery(parameters, THINGS, collections);
        expect(await readList(db, THINGS, query, { known: [], isTrusted: false })).toMatchObject({
          body: expect.stringMatching(/^\[/),
        });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        expect(error.status).toBe(400);
      }
    }),
    { numRuns: 300 },
  );
});
