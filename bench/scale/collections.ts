// The collections of `npm run bench:scale` and of tests/worker/documents/lists/rows.test.ts. They replace `src/collections.ts`
// in a copy of this project.
import { z } from 'astro/zod';
import { defineCollections } from '../../src/lib/documents/schema/collection.ts';

export const collections = defineCollections({
  // Small documents. One field has an index, the others have none. Changes are recorded.
  users: {
    schema: z.strictObject({ name: z.string(), age: z.number().int(), email: z.string(), city: z.string() }),
    indexes: ['name'],
    changes: true,
  },
  // Four indexes: these three, and one for the relation `userId`.
  pictures: {
    schema: z.strictObject({
      title: z.string(),
      source: z.string(),
      year: z.number().int(),
      userId: z.number().int(),
    }),
    indexes: ['title', 'source', 'year'],
  },
});
