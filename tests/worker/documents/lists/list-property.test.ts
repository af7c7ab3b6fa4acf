import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseListQuery } from '../../../../src/lib/documents/query/parse-query.ts';
import { readList } from '../../../../src/lib/documents/store/read/read-list.ts';
import { newMeter } from '../../../../src/lib/http/response/server-timing.ts';
import { collections, documents, sparse, unwindowedQuery } from '../../../support/lists/list-arbitraries.ts';
import { type Doc, listReference } from '../../../support/lists/reference-list.ts';
import { addCollections, clear, removeCollections, seed } from '../../../support/worker/documents.ts';
import { database } from '../../../support/worker/worker.ts';

const bound = fc.integer({ min: -8, max: 30 });
const window = fc.oneof(
  fc.constant({}),
  fc.record({ _page: fc.integer({ min: 1, max: 4 }), _limit: sparse(fc.integer({ min: 1, max: 9 })) }),
  fc.record({ _page: sparse(fc.integer({ min: 1, max: 4 })), _per_page: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ _start: sparse(bound), _end: bound }),
  fc.record({ _start: sparse(bound), _limit: bound }),
);
const query = fc.tuple(unwindowedQuery, window).map(([parameters, window]) => {
  for (const [name, bound] of Object.entries(window))
    if (bound !== undefined) parameters.set(name, String(bound));
  return parameters;
});

let d1: D1Database;
beforeAll(async () => {
  d1 = database();
  await addCollections(collections);
});
afterAll(() => removeCollections(collections));

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
