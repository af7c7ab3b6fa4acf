import { credentialOf } from '../lib/auth/authenticate.ts';
import type { Caller } from '../lib/auth/caller.ts';
import { fingerprint } from '../lib/http/digest.ts';
import { log } from '../lib/http/log.ts';
import type { Problem } from '../lib/http/problem/problem.ts';
import type { ProblemCode } from '../lib/http/problem/problem-codes.ts';
import { countWithin, type RateLimit, type RateLimiter, type RateLimitName } from '../lib/http/rate-limit.ts';
import { clientKey } from '../lib/http/request/client-key.ts';
import { bindings, settingsFor } from './environment.ts';

/** Problems of a request whose credential is invalid. */
const FAILED_LOGINS: readonly ProblemCode[] = ['token-invalid'];

/** Returns a limit of `wrangler.toml`; `null` when it is off or not bound. */
export function rateLimit(name: RateLimitName, headers: Headers | null): RateLimit | null {
  if (!settingsFor(headers).hasRateLimits) return null;
  const limiter = bindings[name];
  const rate = RATES[name];
  if (limiter === undefined || rate === undefined) return null;
  return { name, ...rate, limiter: { limit: (options) => limitOrLog(name, limiter, options) } };
}

/**
 * The key that the client of a request is counted by. Cloudflare's network and the local runtime add the header to every
 * request. A request without it, such as one from another Worker of the owner, is not counted.
 */
export function clientOf({ headers }: Request): string | null {
  const address = headers.get('cf-connecting-ip');
  return address === null ? null : clientKey(address);
}

/**
 * Counts a request that missed the cache.
 *
 * @throws Problem 429
 */
export function countMiss(request: Request): Promise<void> {
  return count(request, 'CLIENT_MISSES', clientOf(request));
}

/**
 * Counts an authorised write, for its credential or else for its client.
 *
 * @throws Problem 429
 */
export async function countWrite(request: Request, { scopes }: Pick<Caller, 'scopes'>): Promise<void> {
  const credential = credentialOf(request.headers);
  return scopes.length === 0 || credential === null
    ? count(request, 'CLIENT_WRITES', clientOf(request))
    : count(request, 'TOKEN_WRITES', await fingerprint(credential));
}

/**
 * Counts a request whose credential is invalid. It counts where everyone may read too, because the response shows whether
 * a credential is valid. Above the limit a valid credential still passes: clients can share the address of an attacker.
 *
 * @throws Problem 429
 */
export async function countFailedLogin(request: Request, refusal: Problem): Promise<void> {
  if (FAILED_LOGINS.includes(refusal.code)) await count(request, 'CLIENT_FAILED_LOGINS', clientOf(request));
}

async function count({ headers }: Request, name: RateLimitName, key: string | null): Promise<void> {
  const limit = rateLimit(name, headers);
  if (limit !== null && key !== null) await countWithin(limit, key);
}

/** Refuses nothing when the limiter fails. */
async function limitOrLog(
  name: RateLimitName,
  limiter: RateLimiter,
  options: { key: string },
): Promise<{ success: boolean }> {
  try {
    return await limiter.limit(options);
  } catch (error) {
    log('error', { event: 'rate limit failed', name, error: String(error) });
    return { success: true };
  }
}
