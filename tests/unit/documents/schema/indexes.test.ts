import { z } from 'astro/zod';
import { expect, it } from 'vitest';
import { defineCollections } from '../../../../src/lib/documents/schema/collection.ts';
import { indexChanges, indexesOf } from '../../../../src/lib/documents/schema/indexes.ts';

const text = z.string();

it('gives each index a name of its own, also to SQLite, which knows no case', () => {
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
  { of: 'equal ones', declared: [NAME, AGE], present: [AGE, NAME], obsolete: [], missing: [] },
  { of: 'a new one', declared: [NAME, AGE], present: [NAME], obsolete: [], missing: [AGE] },
  { of: 'one no more declared', declared: [NAME], present: [NAME, AGE], obsolete: [AGE], missing: [] },
  {
    of: 'one declared otherwise',
    declared: [OTHER_AGE],
    present: [AGE],
    obsolete: [AGE],
    missing: [OTHER_AGE],
  },
])('the changes of $of', ({ declared, present, obsolete, missing }) => {
  expect(indexChanges(declared, present)).toEqual({ obsolete, missing });
});
