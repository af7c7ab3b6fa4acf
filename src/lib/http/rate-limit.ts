import { Problem } from './problem/problem.ts';

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
interface RateLimitKind {
  /** What is counted, in the plural. */
  counts: string;
  /** What each count belongs to. */
  key: string;
  /** The beginning of the message of the 429. */
  subject: string;
}

const CLIENT = { key: 'client address', subject: 'One client may send' };

/** The limits by the names of their bindings in `wrangler.toml`. The table in `docs/rate-limits.md` is made from this one. */
export const RATE_LIMIT_KINDS = {
  CLIENT_MISSES: { ...CLIENT, counts: 'requests that miss the cache' },
  CLIENT_RENDERINGS: { key: 'client address', subject: 'One client may cause', counts: 'renderings' },
  SOURCE_RENDERINGS: {
    key: 'image source',
    subject: 'All clients may cause',
    counts: 'renderings of one source',
  },
  TOKEN_WRITES: { key: 'token', subject: 'One token may send', counts: 'writes' },
  CLIENT_WRITES: { ...CLIENT, counts: 'writes without a token' },
  CLIENT_FAILED_LOGINS: { ...CLIENT, counts: 'invalid tokens' },
} as const satisfies Record<string, RateLimitKind>;

export type RateLimitName = keyof typeof RATE_LIMIT_KINDS;

/** A limit as it is configured. */
export interface RateLimit extends Rate {
  name: RateLimitName;
  limiter: RateLimiter;
}

/**
 * Counts one event. The binding does not say when a period ends, so `Retry-After` is the whole period.
 *
 * @throws Problem 429 for a key above its limit
 */
export async function countWithin(rateLimit: RateLimit, key: string): Promise<void> {
  if ((await rateLimit.limiter.limit({ key })).success) return;
  const { name, limit, period } = rateLimit;
  const { subject, counts } = RATE_LIMIT_KINDS[name];
  throw new Problem(
    'rate-limited',
    `${subject} ${limit} ${counts} in ${period} s; try again after ${period} s.`,
    { headers: { 'retry-after': String(period) } },
  );
}
