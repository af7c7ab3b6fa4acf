import { edgeDirectives, RENDERER_POLICY } from '../../cache/policy.ts';
import type { ProblemCode } from '../../http/problem/problem-codes.ts';
import { parseDirectives } from '../../http/response/cache-control.ts';
import type { ListName } from '../source/allow-list.ts';

/**
 * Returns the `Cloudflare-CDN-Cache-Control` of an image.
 *
 * @param seconds its `lifetime`
 */
export function imageDirectives(list: ListName, seconds: number): string {
  return edgeDirectives(isStorable(list) ? { ...RENDERER_POLICY.image, maxAge: seconds } : 'never');
}

/**
 * Returns the `Cloudflare-CDN-Cache-Control` of a failure: `max-age=10`, so that clients do not repeat it. A 429 concerns
 * one client or one minute, so it is not stored.
 */
export function failureDirectives(list: ListName, code: ProblemCode): string {
  const isShared = isStorable(list) && code !== 'rate-limited';
  return edgeDirectives(isShared ? RENDERER_POLICY.failure : 'never');
}

/**
 * How long an image is fresh, in seconds: as long as its source declares (RFC 9111 section 4.2), within the bounds of
 * the policy. A source that forbids storing gets the lower bound.
 *
 * @param now milliseconds since 1970
 */
export function lifetime(upstream: Headers, now: number): number {
  const { minAge, maxAge } = RENDERER_POLICY.image;
  const directives = parseDirectives(upstream.get('cache-control') ?? '');
  const isForbidden = ['no-store', 'no-cache', 'private'].some((name) => directives.has(name));
  const declared = directives.get('s-maxage') ?? directives.get('max-age');
  const seconds =
    declared === undefined ? expiry(upstream, now) : Number.parseInt(declared, 10) - ageOf(upstream);
  return isForbidden || Number.isNaN(seconds) ? minAge : Math.min(Math.max(seconds, minAge), maxAge);
}

/** Seconds that a response has been in caches (RFC 9111 section 5.1). */
function ageOf(headers: Headers): number {
  return Number.parseInt(headers.get('age') ?? '0', 10) || 0;
}

/** An `IMAGE_SOURCE` outside the allow-list is never cached: it can be any host, and it can change at any time. */
export function isStorable(list: ListName): boolean {
  return list !== 'pinned';
}

/** The lifetime that `Expires` declares, or NaN without one. */
function expiry(upstream: Headers, now: number): number {
  const expires = Date.parse(upstream.get('expires') ?? '');
  const date = Date.parse(upstream.get('date') ?? '');
  return Math.floor((expires - (Number.isNaN(date) ? now : date)) / 1000);
}
