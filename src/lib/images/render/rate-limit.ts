import { edgeDirectives } from '../../cache/policy.ts';
import { Problem, problemResponse } from '../../http/problem.ts';
import { writeSource } from '../source/allow-list.ts';
import type { RenderRequest } from './render-request.ts';
import { sourceTag } from './variant-tags.ts';

/** The Workers binding: https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/ */
export interface RateLimiter {
  limit(options: { key: string }): Promise<{ success: boolean }>;
}

/** Renderings per minute that one client, and one source, may cause. Responses from the cache do not count. */
export interface RenderLimits {
  client: RateLimiter;
  source: RateLimiter;
}

/** Seconds. The binding does not tell when the limit ends, so this is `period` in `wrangler.toml`. */
const PERIOD = 60;

/**
 * Counts a render request that missed the cache: it fetches the source once and calls the binding at most once. A
 * request that names no client does not count.
 *
 * @returns a 429, which is never stored, or `null` within the limits
 */
export async function refuseExcess(
  { client, source }: Pick<RenderRequest, 'client' | 'source'>,
  limits: RenderLimits,
): Promise<Response | null> {
  if (client === null) return null;
  if (!(await limits.client.limit({ key: client })).success) return excess('This client');
  const isWithin = (await limits.source.limit({ key: await sourceTag(writeSource(source)) })).success;
  return isWithin ? null : excess('The source');
}

function excess(subject: string): Response {
  const problem = new Problem(
    'rate-limited',
    `${subject} has caused too many renderings in a minute; allowed again after ${PERIOD} s.`,
    { headers: { 'retry-after': String(PERIOD), 'cloudflare-cdn-cache-control': edgeDirectives('never') } },
  );
  return problemResponse(problem, '/image');
}

/** What a client is counted as: an IPv4 address, or the /64 of an IPv6 address: one client can have all of its addresses. */
export function clientKey(address: string | null): string {
  if (address === null || !address.includes(':')) return address ?? 'unknown';
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const written = [groups(head), groups(tail ?? '')] as const;
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - written[0].length - written[1].length);
  const all = [...written[0], ...Array<string>(zeros).fill('0'), ...written[1]];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
