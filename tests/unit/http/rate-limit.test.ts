import { expect, it } from 'vitest';
import { excessOf, RATE_LIMIT_KINDS, type RateLimitName } from '../../../src/lib/http/rate-limit.ts';

it.each(Object.keys(RATE_LIMIT_KINDS) as RateLimitName[])(
  'a 429 of %s says what is allowed, its number and the period',
  async (name) => {
    const rate = { name, limit: 7, period: 10, limiter: { limit: async () => ({ success: false }) } };
    const excess = await excessOf(rate, 'key');
    expect(excess).toMatchObject({ code: 'rate-limited', status: 429, headers: { 'retry-after': '10' } });
    expect(excess?.message).toMatch(/^(One|All) \w+ may \w+ 7 [a-z ]+ in 10 s; try again after 10 s\.$/);
  },
);

it('excessOf() counts the key, and returns null within the limit', async () => {
  const keys: string[] = [];
  const limiter = { limit: async ({ key }: { key: string }) => ({ success: keys.push(key) > 0 }) };
  const rate = { name: 'TOKEN_WRITES', limit: 1, period: 60, limiter } as const;
  expect(await excessOf(rate, 'a key')).toBeNull();
  expect(keys).toEqual(['a key']);
});
