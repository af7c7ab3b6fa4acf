import { Problem } from './problem.ts';

/** The Workers binding: https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/ */
export interface RateLimiter {
  limit(options: { key: string }): Promise<{ success: boolean }>;
}

/** `simple` of a `[[ratelimits]]` in `wrangler.toml`. */
export interface Rate {
  /** The most that one key may have within a period. */
  limit: number;
  /** Seconds: 10 or 60. */
  period: number;
}

/** What a limit counts. */
export interface RateLimitKind {
  /** What has a count of its own, for the docs. */
  key: string;
  /** What the limit allows, around its number: "One client may send" and "requests that no cache answers". */
  allows: readonly [before: string, after: string];
}

/** The limits by the names of their bindings in `wrangler.toml`. The table in `docs/rate-limits.md` is made from this one. */
export const RATE_LIMIT_KINDS = {
  CLIENT_MISSES: {
    key: 'client address',
    allows: ['One client may send', 'requests that no cache answers'],
  },
  CLIENT_RENDERINGS: { key: 'client address', allows: ['One client may cause', 'renderings'] },
  SOURCE_RENDERINGS: { key: 'image source', allows: ['All clients may cause', 'renderings of one source'] },
  TOKEN_WRITES: { key: 'token', allows: ['One token may send', 'writes'] },
  CLIENT_WRITES: { key: 'client address', allows: ['One client may send', 'writes without a token'] },
  CLIENT_FAILED_LOGINS: { key: 'client address', allows: ['One client may send', 'invalid tokens'] },
} as const satisfies Record<string, RateLimitKind>;

export type RateLimitName = keyof typeof RATE_LIMIT_KINDS;

/** A limit as it is configured. */
export interface RateLimit extends Rate {
  name: RateLimitName;
  limiter: RateLimiter;
}

/**
 * Counts one event. The binding does not tell when a period ends, so `Retry-After` is the whole period.
 *
 * @returns the 429 of a key above its limit, or `null`
 */
export async function excessOf(rateLimit: RateLimit, key: string): Promise<Problem | null> {
  if ((await rateLimit.limiter.limit({ key })).success) return null;
  const { name, limit, period } = rateLimit;
  const [before, after] = RATE_LIMIT_KINDS[name].allows;
  return new Problem(
    'rate-limited',
    `${before} ${limit} ${after} in ${period} s; try again after ${period} s.`,
    { headers: { 'retry-after': String(period) } },
  );
}
