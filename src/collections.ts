// WHAT is served: each entry is a collection with its own REST API under /api. docs/api.md describes the settings.
import { z } from 'astro/zod';
import { defineCollections } from './lib/documents/schema/collection.ts';

const reference = z.union([z.number().int(), z.string().min(1)]);

/** The documents that an empty database gets once: by `npm start`, `npm run dev` and `npm run seed`. */
export const firstDocuments = 'src/seed.json';

export const collections = defineCollections({
  users: {
    schema: z.looseObject({ name: z.string().min(1) }),
    indexes: ['name'],
    changes: true,
  },
  pictures: {
    schema: z.strictObject({
      title: z.string().min(1),
      source: z.string().min(1),
      alt: z.string(),
      userId: reference.optional(),
      tags: z.array(z.string()).optional(),
    }),
    indexes: ['title', 'userId'],
    changes: true,
    cache: { maxAge: 60, swr: 600 },
  },
});
