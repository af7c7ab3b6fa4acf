import { z } from 'astro/zod';
import { expect, it } from 'vitest';
import type { AnswerKind } from '../../../src/lib/cache/policy.ts';
import { cacheRead } from '../../../src/lib/documents/cache-read.ts';
import { parseSelection } from '../../../src/lib/documents/query/parse.ts';
import { defineCollections } from '../../../src/lib/documents/schema/collection.ts';

const collections = defineCollections({
  users: { schema: z.looseObject({}) },
  posts: { schema: z.looseObject({ userId: z.number() }), cache: { maxAge: 5 } },
  letters: { schema: z.looseObject({ userId: z.number() }), access: 'private' },
});

/** What Astro is told of an answer: its lifetime and tags, or `false`. */
function cached(kind: AnswerKind, name: keyof typeof collections, query: string, id?: string): unknown {
  let told: unknown;
  const context = { locals: {}, cache: { set: (input: unknown) => (told = input) } };
  const { relations } = parseSelection(new URLSearchParams(query), collections[name], collections);
  cacheRead(context as never, kind, collections[name], relations, id);
  return told;
}

it('an answer is cached under the tags of all that it shows, for as long as all of them allow', () => {
  expect(cached('item', 'users', '', '2')).toEqual({ maxAge: 60, swr: 600, tags: ['users/2'] });
  expect(cached('item', 'users', '_embed=posts', '2')).toEqual({
    maxAge: 5,
    swr: 600,
    tags: ['users/2', 'posts'],
  });
  expect(cached('embeddedList', 'posts', '_expand=user')).toMatchObject({ tags: ['posts', 'users'] });
});

it('an answer that shows a private collection is never shared', () => {
  expect(cached('item', 'letters', '', '1')).toBe(false);
  expect(cached('missingDocument', 'letters', '', '9')).toBe(false);
  expect(cached('embeddedList', 'users', '_embed=letters')).toBe(false);
});
