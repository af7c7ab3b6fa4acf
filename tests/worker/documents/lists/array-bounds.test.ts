import { z } from 'astro/zod';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseListQuery } from '../../../../src/lib/documents/query/parse-query.ts';
import { defineCollections } from '../../../../src/lib/documents/schema/collection.ts';
import { readList } from '../../../../src/lib/documents/store/read/read-list.ts';
import { Problem } from '../../../../src/lib/http/problem/problem.ts';
import { newMeter } from '../../../../src/lib/http/response/server-timing.ts';
import { type Doc, listReference } from '../../../support/lists/reference-list.ts';
import { addCollections, removeCollections } from '../../../support/worker/documents.ts';
import { database } from '../../../support/worker/worker.ts';

const collections = defineCollections({
  tagged: {
    schema: z.looseObject({ name: z.string(), tags: z.array(z.string()) }),
    indexes: ['name'],
  },
});
const { tagged } = collections;

/** Documents of each name, and items of each. */
const GROUPS = {
  long: [600, 200],
  some: [600, 3],
  empty: [600, 0],
  short: [250, 4],
  medium: [60, 20],
  few: [10, 150],
  longest: [2, 3_000],
} as const;

const TAGGED: Doc[] = Object.entries(GROUPS).flatMap(([name, [count, items]], group) =>
  Array.from({ length: count }, (_, i) => ({
    id: 20_000 + group * 1_000 + i,
    name,
    tags: Array.from({ length: items }, (_, item) =>
      item === items - 1 && i % 2 === 1 ? 'last' : `tag${item}`,
    ),
  })),
);

const d1 = database();
beforeAll(async () => {
  await addCollections(collections);
  const others = Array.from({ length: 11_000 }, (_, id) => ({ id, name: `name ${id}`, tags: ['other'] }));
  const insertion = `INSERT INTO tagged (id, body) SELECT value ->> '$.id', value FROM json_each(?1) ORDER BY key`;
  await d1.batch([others, TAGGED].map((docs) => d1.prepare(insertion).bind(JSON.stringify(docs))));
}, 60_000);
afterAll(() => removeCollections(collections));

/** The ids of a list, or the `detail` of its refusal, and the rows that it read. */
async function read(query: string, isTrusted = false) {
  const meter = newMeter();
  const parsed = parseListQuery(new URLSearchParams(query), tagged, collections);
  try {
    const { body } = await readList({ d1, meter }, tagged, parsed, { known: [], isTrusted });
    const ids = (JSON.parse(body ?? '[]') as Doc[]).map(({ id }) => String(id));
    return { ids, refusal: '', rows: meter.rowsRead };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'needs-index') throw error;
    return { ids: [], refusal: error.message, rows: meter.rowsRead };
  }
}

const bound = (ids: readonly string[]) => 2 * ids.length + 5_000;
const idsOf = (query: string) => listReference(TAGGED, new URLSearchParams(query)).ids;

describe('a list of 13,122 documents with arrays', () => {
  it.each([
    'name=some&tags=rare',
    'name=empty&tags_ne=x',
    'name=short&tags:has=last',
    'name=short&tags=tag0,tag1,tag2,last&_sort=-id',
    'name=medium&tags_like=last',
    'name=few&tags:has=last',
    'name=long&tags:contains=x',
    'name=long&tags=rare',
    'name=short&q=last',
    'name=some&name=few&q=rare',
  ])('is read when its candidates have few items that its check reads: %s', async (query) => {
    const { ids, refusal, rows } = await read(query);
    expect(refusal).toBe('');
    expect(ids).toEqual(idsOf(query));
    expect(rows).toBeLessThanOrEqual(bound(ids));
  });

  it.each([
    'name=long&tags=last',
    'name=long&tags:has=last',
    'name=long&tags_ne=x&_sort=-id',
    'name=long&tags_like=tag1',
    'name=long&tags_gte=tag1',
    'name=some&tags:has=last',
    'name=longest&tags_ne=x',
    'name=longest&_where={"or":[{"tags":{"has":"x"}},{"id":7}]}',
    'name=medium&tags_like=a&tags_like=b&tags_like=c',
    'name=long&q=ta',
  ])('is refused before it reads the items of too many: %s', async (query) => {
    const { refusal, rows } = await read(query);
    expect(refusal).toMatch(
      /^tagged has more than 10000 documents, and those that an index finds have too many items/,
    );
    expect(rows).toBeLessThanOrEqual(1_000);
    expect((await read(query, true)).ids).toEqual(idsOf(query));
  });

  it('is refused when a text has many letters with other forms, each of which is replaced', async () => {
    const query = 'name=some&nick_like=éàèùâêîôûäëïöüçñãõåæøœšžčřýďťň';
    const { refusal, rows } = await read(query);
    expect(refusal).toContain('an index finds too many of them');
    expect(rows).toBeLessThanOrEqual(1_000);
  });

  it('stays within its bound, or is refused, for any check of items', async () => {
    const value = fc.constantFrom('last', 'tag0', 'tag7', 'rare', 'a', 'tag0,tag1,tag2,last', 'éàèùâêîô');
    const operator = fc.constantFrom('', '_ne', '_gte', '_lt', '_like', ':in', ':has', ':contains', ':ne');
    const query = fc.record({
      name: fc.constantFrom(...Object.keys(GROUPS)),
      filters: fc.array(fc.tuple(operator, value), { maxLength: 3 }),
      order: fc.constantFrom('', '_sort=-id', '_sort=tags', '_limit=1000'),
      search: fc.constantFrom('', 'q=last', 'q=tag', 'q=tag19', 'q=ta', 'q=rare'),
    });
    await fc.assert(
      fc.asyncProperty(query, async ({ name, filters, order, search }) => {
        const parameters = new URLSearchParams([`name=${name}`, order, search].filter(Boolean).join('&'));
        for (const [suffix, text] of filters) parameters.append(`tags${suffix}`, text);
        const { ids, refusal, rows } = await read(String(parameters));
        expect(rows).toBeLessThanOrEqual(bound(ids));
        if (refusal === '') expect(ids).toEqual(listReference(TAGGED, parameters).ids);
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });
});
