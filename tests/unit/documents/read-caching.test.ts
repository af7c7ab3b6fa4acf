import { z } from 'astro/zod';
import { expect, it } from 'vitest';
import { edgeLifetime } from '../../../src/lib/cache/policy.ts';
import { readCaching } from '../../../src/lib/documents/read-caching.ts';
import { defineCollections } from '../../../src/lib/documents/schema/collection.ts';

const { users, posts, letters } = defineCollections({
  users: { schema: z.looseObject({}) },
  posts: { schema: z.looseObject({ userId: z.number() }), cache: { maxAge: 5 } },
  letters: { schema: z.looseObject({ userId: z.number() }), access: 'private' },
});

/** What the edge is told of a response: its lifetime and tags, or `null`. */
function cached(...read: Parameters<typeof readCaching>): unknown {
  const [kind, { tags, lifetimes }] = readCaching(...read);
  const lifetime = edgeLifetime(kind, lifetimes);
  return lifetime && { ...lifetime, tags };
}

it('a response is cached under the tags of all that it shows, for the shortest lifetime among them', () => {
  expect(cached('documents', ['users/2'], users, [])).toEqual({ maxAge: 60, swr: 600, tags: ['users/2'] });
  expect(cached('documents', ['users/2'], users, [posts])).toEqual({
    maxAge: 5,
    swr: 600,
    tags: ['users/2', 'posts'],
  });
  expect(cached('documents', ['posts'], posts, [users])).toMatchObject({ tags: ['posts', 'users'] });
});

it('a response that shows a private collection is never shared', () => {
  expect(cached('documents', ['letters/1'], letters, [])).toBeNull();
  expect(cached('missingDocument', ['letters/9'], letters, [])).toBeNull();
  expect(cached('documents', ['users'], users, [letters])).toBeNull();
});
