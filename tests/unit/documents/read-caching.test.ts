import { z } from 'astro/zod';
import { expect, it } from 'vitest';
import { edgeLifetime } from '../../../src/lib/cache/policy.ts';
import { isNeverShared, readCaching } from '../../../src/lib/documents/read-caching.ts';
import { defineCollections } from '../../../src/lib/documents/schema/collection.ts';

const { users, posts, letters } = defineCollections({
  users: { schema: z.looseObject({}) },
  posts: { schema: z.looseObject({ userId: z.number() }), cache: { maxAge: 5 } },
  letters: { schema: z.looseObject({ userId: z.number() }), access: 'private' },
});

type Read = Parameters<typeof readCaching>;

/** What the edge is told of a response to an anonymous caller: its lifetime and tags, or `null`. */
function cached(kind: Read[0], own: Read[2], collection: Read[3], related: Read[4]): unknown {
  return cachedFor('anonymous', kind, own, collection, related);
}

function cachedFor(
  caller: Read[1]['kind'],
  kindOfRead: Read[0],
  ...read: [Read[2], Read[3], Read[4]]
): unknown {
  const [kind, { tags, lifetimes }] = readCaching(kindOfRead, { kind: caller }, ...read);
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

it('a response to any other caller than an anonymous one is never shared', () => {
  for (const caller of ['unknown', 'token', 'person', 'root'] as const) {
    expect(cachedFor(caller, 'documents', ['users'], users, []), caller).toBeNull();
    expect(cachedFor(caller, 'missingDocument', ['users/9'], users, []), caller).toBeNull();
  }
});

it('a response may depend on any header only where the edge never stores it', () => {
  const { unstored } = defineCollections({
    unstored: { schema: z.looseObject({}), cache: { maxAge: 0 } },
  });
  expect(
    [[users], [users, posts], [letters], [users, letters], [unstored], [users, unstored]].map(isNeverShared),
  ).toEqual([false, false, true, true, true, true]);
});
