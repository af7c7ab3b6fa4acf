import { expect, it } from 'vitest';
import { countWithin, RATE_LIMIT_KINDS, type RateLimitName } from '../../../src/lib/http/rate-limit.ts';

it.each(Object.keys(RATE_LIMIT_KINDS) as RateLimitName[])(
  'a 429 of %s says what is allowed, its number and the period',
  async (name) => {
    const rate = { name, limit: 7, period: 10, limiter: { limit: async () => ({ success: false }) } };
    await expect(countWithin(rate, 'key')).rejects.toMatchObject({
      code: 'rate-limited',
      status: 429,
      headers: { 'retry-after': '10' },
      message: expect.stringMatching(/^(One|All) \w+ may \w+ 7 [a-z ]+ in 10 s; try again after 10 s\.$/),
    });
  },
);

it('countWithin() counts the key, and resolves within the limit', async () => {
  const keys: string[] = [];
  const limiter = { limit: async ({ key }: { key: string }) => ({ success: keys.push(key) > 0 }) };
  const rate = { name: 'TOKEN_WRITES', limit: 1, period: 60, limiter } as const;
  await countWithin(rate, 'a key');
  expect(keys).toEqual(['a key']);
});
