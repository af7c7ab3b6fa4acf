import CachePolicy from 'http-cache-semantics';
import { parseDirectives } from '../../http/response/cache-control.ts';

/**
 * Cloudflare obeys the first of these headers that is present, and `Cache-Control` otherwise:
 * https://developers.cloudflare.com/workers/cache/configuration/
 */
const TARGETED = ['cloudflare-cdn-cache-control', 'cdn-cache-control'];

/** Each of these directives makes a response storable. Without them, Cloudflare chooses a lifetime; this cache stores nothing. */
const LIFETIMES = ['s-maxage', 'max-age', 'no-cache'];

/** Each of these directives forbids stale responses (RFC 9111 section 4.2.4). */
const FORBID_STALE = ['no-cache', 'must-revalidate', 'proxy-revalidate', 's-maxage'];

/** Seconds. Without `stale-if-error`, Cloudflare serves stale responses indefinitely. */
const UNLIMITED_SECONDS = String(Number.MAX_SAFE_INTEGER);

/** Returns `http-cache-semantics` with another clock, which its documentation sets by overriding `now`. */
export function policyClass(now: () => number): typeof CachePolicy {
  return class extends CachePolicy {
    now(): number {
      return now();
    }
  };
}

/**
 * Returns the freshness of a response, or `null` when a shared cache must not store it (RFC 9111 section 3) or Cloudflare
 * would not: https://developers.cloudflare.com/workers/cache/configuration/
 */
export function freshnessOf(
  Policy: typeof CachePolicy,
  request: Request,
  { status, headers }: { status: number; headers: Headers },
): CachePolicy | null {
  const isRefused =
    headers.has('set-cookie') ||
    headers.get('vary')?.includes('*') ||
    status === 206 ||
    status === 304 ||
    (status >= 520 && status <= 526);
  if (isRefused) return null;
  const translated = translate(headers);
  if (translated === null) return null;
  const authorization = request.headers.get('authorization') ?? undefined;
  // The library stores only the statuses of its list. Cloudflare stores every status that has an explicit lifetime.
  const policy = new Policy({ headers: { authorization } }, { status: 200, headers: translated });
  return policy.storable() ? policy : null;
}

/** Returns the headers as the library must read them to decide as Cloudflare does, or `null` without a lifetime. */
function translate(headers: Headers): Record<string, string> | null {
  const targeted = TARGETED.find((name) => headers.has(name));
  const directives = parseDirectives(headers.get(targeted ?? 'cache-control') ?? '');
  const translated: Record<string, string> = Object.fromEntries(headers);
  // `StoredResponse.isVariantFor` selects the variant.
  delete translated['vary'];
  // A targeted header overrides `Expires` too (RFC 9213 section 2.1).
  if (targeted !== undefined) delete translated['expires'];
  if (!LIFETIMES.some((name) => directives.has(name)) && translated['expires'] === undefined) return null;

  if (FORBID_STALE.some((name) => directives.has(name))) {
    directives.delete('stale-while-revalidate');
    directives.set('stale-if-error', '0');
  } else if (!directives.has('stale-if-error')) {
    directives.set('stale-if-error', UNLIMITED_SECONDS);
  }
  // The library never reuses a response with these two directives, although RFC 9111 allows it while the response is
  // fresh. Besides stale responses, `must-revalidate` affects only requests with `Authorization` (section 3.5).
  if (directives.delete('must-revalidate')) directives.set('public', '');
  directives.delete('proxy-revalidate');

  const cacheControl = Array.from(directives, ([name, value]) => (value === '' ? name : `${name}=${value}`));
  return { ...translated, 'cache-control': cacheControl.join(', ') };
}
