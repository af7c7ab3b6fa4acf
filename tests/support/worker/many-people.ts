import { z } from 'astro/zod';
import { defineCollections } from '../../../src/lib/documents/schema/collection.ts';
import type { Doc } from '../lists/reference-list.ts';
import { addCollections } from './documents.ts';
import { database } from './worker.ts';

/** More documents than an anonymous list may scan. */
export const LARGE = 12_000;

export const collections = defineCollections({
  people: {
    schema: z.looseObject({
      name: z.string(),
      age: z.number(),
      city: z.string(),
      email: z.string(),
      kind: z.string().optional(),
      rank: z.number().nullable().optional(),
    }),
    indexes: ['name', 'email', ['city', 'age'], 'rank', ['kind', 'rank'], 'kind'],
  },
  notes: { schema: z.looseObject({ personId: z.number(), text: z.string() }) },
  loose: { schema: z.looseObject({}) },
});

export const PEOPLE: Doc[] = Array.from({ length: LARGE }, (_, i) => ({
  id: i + 1,
  name: `name ${i % 6_000}`,
  age: (i * 7) % 90,
  city: `city ${i % 3}`,
  email: `mail${i}@example.com`,
  nick: `nick ${i % 10}`,
  kind: i % 2 === 0 ? 'a' : 'b',
  joined: i < 5_000 ? 'early' : 'lately',
  ...(i % 3 === 0 ? {} : { rank: i % 7 === 0 ? null : i % 500 }),
}));

/** Stores `PEOPLE`, notes that refer to 20 of them, and documents of a collection without a schema. */
export async function createManyPeople(): Promise<D1Database> {
  const d1 = database();
  await addCollections(collections);
  const insertion = (table: string, documents: object[]) =>
    d1
      .prepare(
        `INSERT INTO ${table} (id, body) SELECT value ->> '$.id', value FROM json_each(?1) ORDER BY key`,
      )
      .bind(JSON.stringify(documents));
  const notes = Array.from({ length: 2_000 }, (_, i) => ({
    id: i,
    personId: 1 + (i % 20),
    text: `note ${i}`,
  }));
  await d1.batch([
    insertion('people', PEOPLE.slice(0, 6_000)),
    insertion('people', PEOPLE.slice(6_000)),
    insertion('notes', notes),
    insertion(
      'loose',
      Array.from({ length: LARGE }, (_, id) => ({ id, personId: 1 })),
    ),
  ]);
  return d1;
}
