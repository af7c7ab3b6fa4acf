import { edgeDirectives } from '../../cache/policy.ts';
import { problemResponse } from '../../http/problem/problem.ts';
import { excessOf, type RateLimit } from '../../http/rate-limit.ts';
import type { RenderRequest } from '../hop/render-request.ts';
import { sourceTag } from '../hop/variant-tags.ts';
import { writeSource } from '../source/allow-list.ts';

/** The rate limits of renderings; `null` for one that is not configured. */
interface RenderLimits {
  client: RateLimit | null;
  source: RateLimit | null;
}

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
  const excess =
    (limits.client && (await excessOf(limits.client, client))) ??
    (limits.source && (await excessOf(limits.source, await sourceTag(writeSource(source)))));
  if (excess === null) return null;
  const response = problemResponse(excess, '/image');
  response.headers.set('cloudflare-cdn-cache-control', edgeDirectives('never'));
  return response;
}
