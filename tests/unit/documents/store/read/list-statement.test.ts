import { z } from 'astro/zod';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseListQuery } from '../../../../../src/lib/documents/query/parse-query.ts';
import { defineCollections } from '../../../../../src/lib/documents/schema/collection.ts';
import { listStatement } from '../../../../../src/lib/documents/store/read/list-statement.ts';

const collections = defineCollections({
  users: {
    schema: z.looseObject({ name: z.string(), age: z.number(), cityId: z.number() }),
    indexes: ['name', ['age', 'name']],
  },
  cities: { schema: z.looseObject({ name: z.string() }) },
});

const parameter = fc.oneof(
  fc.tuple(
    fc.constantFrom('_page', '_limit', '_start', '_end', '_per_page'),
    fc.integer({ min: 1, max: 9_999 }),
  ),
  fc.tuple(fc.constantFrom('_start', '_end'), fc.integer({ min: -20, max: -1 })),
  fc.tuple(fc.constant('_sort'), fc.constantFrom('name', '-name', 'age,name', 'id', '-id', 'other')),
  fc.constantFrom(
    ['_total', 'none'],
    ['_total', 'exact'],
    ['_fields', 'name'],
    ['_expand', 'city'],
    ['name', 'x'],
  ),
);

const reader = fc.record({
  known: fc.constantFrom([], ['1-1'], 'any' as const),
  isTrusted: fc.boolean(),
  refusesWhole: fc.boolean(),
});

it('a remembered statement is the one that would be made for the list', () => {
  const given = fc.uniqueArray(parameter, { maxLength: 3, selector: ([name]) => name });
  const request = fc.tuple(given, reader);
  const remembering = { ...collections.users };
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 4 }), (requests) => {
      for (const [pairs, by] of requests) {
        const search = new URLSearchParams(pairs.map(([name, value]) => [String(name), String(value)]));
        const query = queryOf(search);
        if (query === null) continue;
        const { sql, values } = listStatement({ ...collections.users }, query, by);
        expect(listStatement(remembering, query, by)).toMatchObject({ sql, values });
      }
    }),
    { numRuns: 2_000 },
  );
});

/** `null` for parameters that exclude each other. */
function queryOf(search: URLSearchParams) {
  try {
    return parseListQuery(search, collections.users, collections);
  } catch {
    return null;
  }
}
