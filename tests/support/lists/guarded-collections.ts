/** A `src/collections.ts` with each kind of access. */
export const GUARDED_COLLECTIONS = `
import { z } from 'astro/zod';
import { defineCollections } from './lib/documents/schema/collection.ts';

const schema = z.looseObject({ text: z.string().optional(), userId: z.number().optional() });

export const collections = defineCollections({
  users: { schema: z.looseObject({}), changes: true },
  posts: {
    schema: z.looseObject({ letter_id: z.number().optional(), userId: z.number().optional() }),
    relations: { about: { collection: 'letters', key: 'letter_id' } },
  },
  letters: { schema, access: 'private', changes: true },
  reports: { schema, access: { read: 'token', create: 'public' }, changes: true },
  entries: { schema, access: { create: 'public', delete: 'public' }, changes: true },
});
`;
