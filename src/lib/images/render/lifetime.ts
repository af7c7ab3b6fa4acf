import { parseDirectives } from '../../http/cache-control.ts';

const HOUR = 3600;
const MIN_AGE = HOUR;
const MAX_AGE = 30 * 24 * HOUR;
/** A failure may be over soon; until then it is not repeated for every reader. */
const FAILURE_AGE = 10;

/**
 * How long the edge may keep a picture, in seconds: as long as its source says of itself (RFC 9111 section 4.2), but
 * an hour at least, also where the source forbids it, and thirty days at most.
 *
 * @param now milliseconds since 1970
 */
export function lifetime(upstream: Headers, now: number): number {
  const directives = parseDirectives(upstream.get('cache-control') ?? '');
  const isForbidden = ['no-store', 'no-cache', 'private'].some((name) => directives.has(name));
  const declared = directives.get('s-maxage') ?? directives.get('max-age');
  const age = Number.parseInt(upstream.get('age') ?? '0', 10) || 0;
  const seconds = declared === undefined ? expiry(upstream, now) : Number.parseInt(declared, 10) - age;
  return isForbidden || Number.isNaN(seconds) ? MIN_AGE : Math.min(Math.max(seconds, MIN_AGE), MAX_AGE);
}

/** What the edge is told of a picture: when its source fails later, the old picture is better than none. */
export function edgePolicy(seconds: number): string {
  return `public, max-age=${seconds}, stale-while-revalidate=86400, stale-if-error=604800`;
}

export const FAILURE_POLICY = `public, max-age=${FAILURE_AGE}, stale-if-error=0`;

function expiry(upstream: Headers, now: number): number {
  const expires = Date.parse(upstream.get('expires') ?? '');
  const date = Date.parse(upstream.get('date') ?? '');
  return Math.floor((expires - (Number.isNaN(date) ? now : date)) / 1000);
}
