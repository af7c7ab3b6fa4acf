import { z } from 'astro/zod';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { validateDocument } from '../../../../src/lib/documents/body/validate-document.ts';
import { defineCollections } from '../../../../src/lib/documents/schema/collection.ts';
import type { Database } from '../../../../src/lib/documents/store/d1/database.ts';
import { createDocuments } from '../../../../src/lib/documents/store/write/bulk/bulk-create.ts';
import { deleteDocuments } from '../../../../src/lib/documents/store/write/bulk/bulk-delete.ts';
import { mergeDocuments } from '../../../../src/lib/documents/store/write/bulk/bulk-merge.ts';
import { createDocument } from '../../../../src/lib/documents/store/write/create-document.ts';
import { deleteDocument } from '../../../../src/lib/documents/store/write/delete-document.ts';
import { mergeDocument } from '../../../../src/lib/documents/store/write/merge-document.ts';
import { newMeter } from '../../../../src/lib/http/response/server-timing.ts';
import { addCollections, removeCollections } from '../../../support/worker/documents.ts';
import { database, write } from '../../../support/worker/worker.ts';

const schema = z.looseObject({ name: z.string(), age: z.number(), email: z.string(), city: z.string() });
const indexes = ['name', 'age', 'email', 'city'];
const collections = defineCollections({
  searched: { schema, indexes },
  unsearched: { schema, indexes, search: false },
  recorded: { schema, indexes, changes: true },
});

beforeAll(async () => addCollections(collections));
afterAll(async () => removeCollections(collections));

const ANY = { ifMatch: null, ifNoneMatch: null };

/** The rows that a use of the database writes, for each of the documents. */
async function rowsWritten(documents: number, use: (db: Database) => Promise<unknown>): Promise<number> {
  const meter = newMeter();
  await use({ d1: database(), meter });
  return meter.rowsWritten / documents;
}

it.each([
  [1, 'searched', { created: 8, indexed: 4, other: 3, deleted: 3 }],
  [1, 'unsearched', { created: 7, indexed: 3, other: 2, deleted: 2 }],
  [1, 'recorded', { created: 9, indexed: 5, other: 4, deleted: 4 }],
  [1_000, 'searched', { created: 8, indexed: 4, other: 3, deleted: 3 }],
  [1_000, 'unsearched', { created: 7, indexed: 3, other: 2, deleted: 2 }],
  [1_000, 'recorded', { created: 9, indexed: 5, other: 4, deleted: 4 }],
] as const)(
  'a write of %d documents, %s and with four indexes, writes these rows per document: %j',
  async (count, name, rows) => {
    const collection = collections[name];
    const ids = Array.from({ length: count }, (_, i) => `${name}-${count}-${i}`);
    const valid = ids.map((id) =>
      validateDocument({ id, name: id, age: 36, email: `${id}@example.org`, city: 'Oslo' }, collection),
    );
    const [id = '', one] = [ids[0], valid[0]];
    if (one === undefined) throw new Error('There is no document.');
    const isOne = count === 1;
    const merge = (patch: Record<string, unknown>) => (db: Database) =>
      isOne ? mergeDocument(db, collection, id, patch, ANY) : mergeDocuments(db, collection, ids, patch);
    const actual = {
      created: await rowsWritten(count, (db) =>
        isOne ? createDocument(db, collection, one) : createDocuments(db, collection, valid, null, 0),
      ),
      indexed: await rowsWritten(count, merge({ age: 37 })),
      read: await rowsWritten(count, merge({ age: 38, nested: { a: 1 } })),
      other: await rowsWritten(count, merge({ note: 'x' })),
      otherRead: await rowsWritten(count, merge({ nested: { b: 1 } })),
      deleted: await rowsWritten(count, (db) =>
        isOne ? deleteDocument(db, collection, id, ANY) : deleteDocuments(db, collection, ids),
      ),
    };
    expect(actual).toEqual({ ...rows, read: rows.indexed, otherRead: rows.other });
  },
);

it('Server-Timing of a write has the rows that it wrote and the time of the database', async () => {
  const response = await write('POST', '/api/users', [{ name: 'a' }, { name: 'b' }]);
  expect(response.headers.get('server-timing')).toMatch(
    /^db;dur=\d+\.\d;desc="rows_read=\d+ rows_written=12 round_trips=1"$/,
  );
});
