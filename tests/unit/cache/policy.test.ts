import { describe, expect, it } from 'vitest';
import {
  type AnswerKind,
  cacheAs,
  type Lifetime,
  POLICY,
  purgeWritten,
  type Subject,
} from '../../../src/lib/cache/policy.ts';

/** Returns the last argument of Astro's `cache.set()` after these calls of `cacheAs()`. */
function told(...calls: [AnswerKind, Subject?, Partial<Lifetime>[]?][]): unknown {
  let last: unknown;
  const context = { locals: {}, cache: { set: (input: unknown) => (last = input) } };
  for (const call of calls) cacheAs(context as never, ...call);
  return last;
}

describe('the cache policy of a response', () => {
  const posts = { collection: 'posts' };

  it('has the tags of the documents that it shows and embeds', () => {
    expect(told(['item', { ...posts, id: 1 }])).toMatchObject({ tags: ['posts/1'] });
    expect(told(['item', { ...posts, id: 1, embeds: ['users'] }])).toMatchObject({
      tags: ['posts/1', 'users'],
    });
    expect(told(['list', posts])).toMatchObject({ tags: ['posts'] });
    expect(told(['embeddedList', { ...posts, embeds: ['users', 'comments'] }])).toMatchObject({
      tags: ['posts', 'users', 'comments'],
    });
    expect(told(['nestedList', posts])).toMatchObject({ tags: ['posts'] });
    expect(told(['missingDocument', { ...posts, id: 'x' }])).toMatchObject({ tags: ['posts/x'] });
  });

  it('takes its lifetime from the collection, except for a missing document', () => {
    expect(told(['item', { ...posts, id: 1 }, [{ maxAge: 5 }]])).toMatchObject({ maxAge: 5, swr: 600 });
    expect(told(['list', posts, [{ maxAge: 5, swr: 6 }]])).toMatchObject({ maxAge: 5, swr: 6 });
    expect(told(['missingDocument', { ...posts, id: 1 }, [{ maxAge: 900 }]])).toMatchObject({
      maxAge: 5,
      swr: 0,
    });
    expect(told(['list', posts, [{ maxAge: 900 }, {}, { swr: 9 }]])).toMatchObject({ maxAge: 60, swr: 9 });
    expect(told(['list', posts, [{ maxAge: 900 }]])).toMatchObject({ maxAge: 900 });
    expect(told(['list', posts, [{ maxAge: 0 }]])).toBe(false);
  });

  it('is removed when the response becomes an error', () => {
    expect(told(['item', { ...posts, id: 1 }], ['error'])).toBe(false);
    expect(told(['privateCollection', posts])).toBe(false);
  });
});

describe('purgeWritten', () => {
  it('purges the tags of the document and of its collection, and no others', async () => {
    const purged: unknown[] = [];
    await purgeWritten(
      { cache: { invalidate: async (input: unknown) => purged.push(input) } as never },
      'users',
      2,
    );
    expect(purged).toEqual([{ tags: ['users/2', 'users'] }]);
  });
});

it('no row of the cache policy forbids stale responses', () => {
  for (const { browser } of Object.values(POLICY)) {
    expect(browser).not.toMatch(/s-maxage|must-revalidate|proxy-revalidate/);
  }
});
