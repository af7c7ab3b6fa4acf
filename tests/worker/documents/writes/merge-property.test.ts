import { z } from 'astro/zod';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentMerge } from '../../../../src/lib/documents/body/merge/document-merge.ts';
import { independentMembers } from '../../../../src/lib/documents/body/merge/independent-members.ts';
import { mergedDocument } from '../../../../src/lib/documents/body/merge/merged-document.ts';
import { validateDocument } from '../../../../src/lib/documents/body/validate-document.ts';
import { type Collection, defineCollections } from '../../../../src/lib/documents/schema/collection.ts';
import type { Database } from '../../../../src/lib/documents/store/d1/database.ts';
import { changeDocument } from '../../../../src/lib/documents/store/write/change-document.ts';
import { createDocument } from '../../../../src/lib/documents/store/write/create-document.ts';
import { mergeDocument } from '../../../../src/lib/documents/store/write/merge-document.ts';
import { tableOf } from '../../../../src/lib/documents/tables/definition/collection-table.ts';
import { identifier } from '../../../../src/lib/documents/tables/definition/identifiers.ts';
import { newMeter } from '../../../../src/lib/http/response/server-timing.ts';
import {
  addCollections,
  removeCollections,
  restoreFirstDocuments,
} from '../../../support/worker/documents.ts';
import { call, database, write } from '../../../support/worker/worker.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const shape = { a: scalar.optional(), b: z.number().nullable().optional(), é: z.string().optional() };
const collections = defineCollections({
  loose_merges: { schema: z.looseObject(shape), indexes: ['a', 'é'] },
  strict_merges: {
    schema: z.strictObject({
      ...shape,
      list: z.array(z.unknown()).optional(),
      object: z.looseObject({}).optional(),
    }),
    indexes: ['a', ['b', 'é']],
  },
});

beforeAll(async () => addCollections(collections));
afterAll(async () => removeCollections(collections));

const ANY = { ifMatch: null, ifNoneMatch: null };

const names = fc.constantFrom('a', 'b', 'é', 'list', 'object', '', '1', 'c"\\', '\u{1f680}', 'd.e', '$');
const leaf = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -0,
    1e-7,
    0.1,
    1e21 / 3e6,
    Number.MAX_SAFE_INTEGER,
    '',
    '\u2028',
    'null',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const objects = fc.dictionary(names, value, { maxKeys: 5, noNullPrototype: true });

/** The body without its id, and the columns of its row. */
async function rowOf({ d1 }: Database, collection: Collection, id: string): Promise<unknown> {
  const columns = tableOf(collection).columns.map(({ name }) => `, ${identifier(name)}`);
  const row = await d1
    .prepare(
      `SELECT json_remove(body, '$.id') AS body ${columns.join('')} FROM ${identifier(collection.name)} WHERE id = ?`,
    )
    .bind(id)
    .first<{ body: string }>();
  return { ...row, body: JSON.parse(row?.body ?? 'null') };
}

/** `null` when the document or patch is refused. */
function attempt<Result>(use: () => Result): Result | null {
  try {
    return use();
  } catch {
    return null;
  }
}

it.each(['loose_merges', 'strict_merges'] as const)(
  'a patch of %s that the database merges has the result that reading, merging and validating has',
  { timeout: 120_000 },
  async (name) => {
    const collection = collections[name];
    const db = { d1: database(), meter: newMeter() };
    let run = 0;
    let inPlace = 0;
    await fc.assert(
      fc.asyncProperty(objects, objects, async (object, patch) => {
        const valid = attempt(() => validateDocument(object, collection));
        fc.pre(valid !== null);
        const ids = [`${++run}a`, `${run}b`];
        for (const id of ids) await createDocument(db, collection, { ...valid, id });
        const [merged = '', read = ''] = ids;
        if (attempt(() => independentMembers(patch, collection)) !== null) inPlace++;
        const next = (current: Record<string, unknown>) => mergedDocument(current, patch, collection);
        const merge = async () =>
          mergeDocument(db, collection, merged, documentMerge(patch, collection), ANY);
        const [one, two] = await Promise.allSettled([
          merge(),
          changeDocument(db, collection, read, next, ANY),
        ]);
        expect(one.status).toBe(two.status);
        expect(await rowOf(db, collection, merged)).toEqual(await rowOf(db, collection, read));
      }),
      { numRuns: 150 },
    );
    expect(inPlace).toBeGreaterThan(10);
  },
);

it('20 concurrent PATCHes of different fields of one document all succeed', async () => {
  await restoreFirstDocuments();
  const patches = Array.from({ length: 20 }, (_, i) => ({ [`field${i}`]: i }));
  const responses = await Promise.all(patches.map((patch) => write('PATCH', '/api/users/1', patch)));
  expect(responses.map(({ status }) => status)).toEqual(patches.map(() => 200));
  expect(await (await call('/api/users/1')).json()).toEqual(
    Object.assign({ id: 1, name: 'Chris' }, ...patches),
  );
});
