import { countWithin, type RateLimit } from '../../http/rate-limit.ts';
import type { RenderRequest } from '../hop/render-request.ts';
import { sourceTag } from '../hop/variant-tags.ts';
import { writeSource } from '../source/allow-list.ts';

/** The rate limits of renderings; `null` for one that is not configured. */
export interface RenderingLimits {
  client: RateLimit | null;
  source: RateLimit | null;
}

/**
 * Counts a render request that missed the cache: it fetches the source once and calls the binding at most once. A
 * request that names no client does not count.
 *
 * @throws Problem 429 above a limit
 */
export async function countRendering(
  { client, source }: Pick<RenderRequest, 'client' | 'source'>,
  limits: RenderingLimits,
): Promise<void> {
  if (client === null) return;
  if (limits.client !== null) await countWithin(limits.client, client);
  if (limits.source !== null) await countWithin(limits.source, await sourceTag(writeSource(source)));
}
