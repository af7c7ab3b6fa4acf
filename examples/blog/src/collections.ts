// WHAT is served: each entry is a collection with its own REST API under /api, and a live collection for pages.
import { z } from 'astro/zod';
import { defineCollections } from './lib/documents/schema/collection.ts';

/** The documents that an empty database gets once. */
export const firstDocuments = 'src/seed.json';

export const collections = defineCollections({
  users: {
    schema: z.looseObject({ name: z.string().min(1), about: z.string().optional() }),
    indexes: ['name'],
  },
  posts: {
    schema: z.strictObject({
      title: z.string().min(1),
      summary: z.string(),
      /** Paragraphs with empty lines between them. */
      text: z.string(),
      picture: z.string(),
      alt: z.string(),
      published: z.iso.date(),
      authorId: z.number().int(),
    }),
    indexes: ['published', 'authorId'],
    relations: { author: { collection: 'users', key: 'authorId' } },
  },
  comments: {
    // A form sends text, so the number is coerced.
    schema: z.strictObject({
      postId: z.coerce.number().int(),
      name: z.string().min(1).max(80),
      text: z.string().min(1).max(2_000),
    }),
    indexes: ['postId'],
    access: { create: 'public' },
  },
});
