import { z } from 'astro/zod';
import { expect, it } from 'vitest';
import { defineCollections } from '../../../../src/lib/documents/schema/collection.ts';
import { indexChanges, indexesOf } from '../../../../src/lib/documents/schema/indexes.ts';

const text = z.string();

it('indexesOf() gives each index a name that is unique without regard to case', () => {
  const collections = defineCollections({
    order: { schema: z.strictObject({ item_id: text, 'item-Id': text }), indexes: ['item_id', 'item-Id'] },
    order_item: { schema: z.strictObject({ id_asc: text }), indexes: ['id_asc'] },
    'order-item': {
      schema: z.strictObject({ a: z.strictObject({ b: text }), a_b: text }),
      indexes: ['a.b', 'a_b'],
    },
  });
  const names = indexesOf(collections).map(({ name }) => name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
});

const NAME = { name: 'i:name', sql: 'CREATE INDEX "i:name" ON t (name)' };
const AGE = { name: 'i:age', sql: 'CREATE INDEX "i:age" ON t (age)' };
const OTHER_AGE = { name: 'i:age', sql: 'CREATE INDEX "i:age" ON t (age DESC)' };

it.each([
  { of: 'equal indexes', declared: [NAME, AGE], present: [AGE, NAME], obsolete: [], missing: [] },
  { of: 'a new index', declared: [NAME, AGE], present: [NAME], obsolete: [], missing: [AGE] },
  {
    of: 'an index that is no longer declared',
    declared: [NAME],
    present: [NAME, AGE],
    obsolete: [AGE],
    missing: [],
  },
  {
    of: 'an index whose declaration changed',
    declared: [OTHER_AGE],
    present: [AGE],
    obsolete: [AGE],
    missing: [OTHER_AGE],
  },
])('indexChanges() with $of', ({ declared, present, obsolete, missing }) => {
  expect(indexChanges(declared, present)).toEqual({ obsolete, missing });
});
