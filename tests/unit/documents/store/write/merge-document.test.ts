import { z } from 'astro/zod';
import { expect, it } from 'vitest';
import { defineCollections } from '../../../../../src/lib/documents/schema/collection.ts';
import { mergeDocument } from '../../../../../src/lib/documents/store/write/merge-document.ts';
import { newMeter } from '../../../../../src/lib/http/response/server-timing.ts';

const { users } = defineCollections({ users: { schema: z.looseObject({}) } });

/** A database in which another write always comes before the update of a merge. */
function contendedDatabase(): { d1: D1Database; batches: () => number } {
  let batches = 0;
  const batch = async (statements: unknown[]) => {
    const row = { id: '1', state: `${++batches}-0`, body: '{"id":1}', modified: 0, holds: 1 };
    return statements.map((_, i) => ({ results: i === statements.length - 1 ? [row] : [], meta: {} }));
  };
  const d1 = { prepare: () => ({ bind: () => ({}) }), batch } as never;
  return { d1, batches: () => batches };
}

it('a merge whose document changes during every attempt is 503 database-busy after five attempts', async () => {
  const { d1, batches } = contendedDatabase();
  const merge = mergeDocument(
    { d1, meter: newMeter() },
    users,
    '1',
    { nested: {} },
    { ifMatch: null, ifNoneMatch: null },
  );
  await expect(merge).rejects.toMatchObject({
    code: 'database-busy',
    status: 503,
    headers: { 'retry-after': '1' },
  });
  expect(batches()).toBe(1 + 5);
});
