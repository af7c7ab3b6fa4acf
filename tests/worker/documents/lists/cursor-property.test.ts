import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { identifier } from '../../../../src/lib/documents/tables/definition/identifiers.ts';
import { collections, documents, fields, unwindowedQuery } from '../../../support/lists/list-arbitraries.ts';
import { type Doc, listReference } from '../../../support/lists/reference-list.ts';
import { followLinks, type ListPage, pageReader } from '../../../support/lists/walk-list.ts';
import { addCollections, clear, removeCollections, seed } from '../../../support/worker/documents.ts';
import { database } from '../../../support/worker/worker.ts';

let d1: D1Database;
beforeAll(async () => {
  d1 = database();
  await addCollections(collections);
});
afterAll(() => removeCollections(collections));

/** What others do between two pages: store a document, or delete one, perhaps the first or last of the page. */
const write = fc.oneof(
  fields.map((members) => ({ members, deletes: null })),
  fc.record({ members: fc.constant(null), deletes: fc.oneof(fc.nat(40), fc.constantFrom('first', 'last')) }),
);
const writes = fc.array(fc.array(write, { maxLength: 3 }), { maxLength: 14 });
/** Queries, of which many match every document. */
const query = fc.tuple(unwindowedQuery, fc.boolean()).map(([parameters, isWhole]) => {
  if (isWhole)
    for (const name of [...parameters.keys()]) if (!/^_(sort|order)$/.test(name)) parameters.delete(name);
  return parameters;
});
const paging = fc.record({
  size: fc.integer({ min: 1, max: 5 }),
  name: fc.constantFrom('_page=1&_limit', '_page=1&_per_page', '_page=1&_total=none&_limit'),
});

it.each(['things', 'typed'] as const)(
  'next and prev lead to every document of %s exactly once, in order, while others write',
  async (name) => {
    const read = pageReader(d1, collections[name], collections);
    await fc.assert(
      fc.asyncProperty(
        documents,
        query,
        paging,
        writes,
        async (list, query, { name: size, ...page }, steps) => {
          await clear(name);
          await seed(name, list);
          const ever = [...list];
          let alive = [...list];
          const remaining = [...steps];
          const others = async ({ ids }: ListPage) => {
            for (const { members, deletes } of remaining.shift() ?? []) {
              if (members !== null) {
                const doc = JSON.parse(JSON.stringify({ id: `new${ever.length}`, ...members })) as Doc;
                await seed(name, [doc]);
                ever.push(doc);
                alive.push(doc);
                continue;
              }
              const id =
                typeof deletes === 'number' ? alive[deletes]?.id : deletes === 'first' ? ids[0] : ids.at(-1);
              if (id === undefined) continue;
              alive = alive.filter((doc) => String(doc.id) !== String(id));
              await d1
                .prepare(`DELETE FROM ${identifier(name)} WHERE CAST(id AS TEXT) = ?1`)
                .bind(String(id))
                .run();
            }
          };
          /** The documents that are there from one time to another, and those that were ever there, in the order of the list. */
          const inOrder = (docs: readonly Doc[]) => listReference(docs, new URLSearchParams(query)).ids;
          const check = (seen: string[], before: readonly Doc[]) => {
            const stayed = inOrder(before.filter((doc) => alive.includes(doc)));
            expect(seen.filter((id) => stayed.includes(id))).toEqual(stayed);
            expect(seen).toEqual(inOrder(ever).filter((id) => seen.includes(id)));
          };

          const forward = await followLinks(read, `?${query}&${size}=${page.size}`, 'next', others);
          check(
            forward.flatMap(({ ids }) => ids),
            list,
          );
          const before = [...alive];
          const last = forward.at(-1);
          const prev = last?.links.prev;
          if (last === undefined || prev === undefined) return;
          const backward = await followLinks(read, prev, 'prev', others);
          const order = inOrder(ever);
          const start = order.indexOf(last.ids[0] ?? '');
          check(
            backward.toReversed().flatMap(({ ids }) => ids),
            before.filter(({ id }) => order.indexOf(String(id)) < start),
          );
        },
      ),
      { numRuns: 50, endOnFailure: true },
    );
  },
);
