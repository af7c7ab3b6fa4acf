import type { DatabaseCost, Received } from '../request/exchange.ts';
import { databaseCost } from '../request/exchange.ts';

/** A part of the system that a request can reach. */
export type Station =
  | 'reader'
  | 'files'
  | 'edge'
  | 'worker'
  | 'database'
  | 'image-cache'
  | 'images'
  | 'source';

/** The way of a request, as the headers of its response tell it. */
export interface Way {
  /** The parts that the request reached, the reader first. */
  stations: readonly Station[];
  /** What the edge cache did: `HIT`, `MISS`, `BYPASS`, …; `null` if it took no part. */
  edge: string | null;
  /** Seconds since the edge stored the response. */
  age: number | null;
  /** What the database did for this request; `null` if it took no part. */
  cost: DatabaseCost | null;
  /** What the cache of images did. */
  imageCache: string | null;
}

/** Responses that the edge has stored, and serves itself (https://developers.cloudflare.com/cache/concepts/cache-responses/). */
const SERVED_BY_EDGE: readonly (string | null)[] = ['HIT', 'STALE', 'UPDATING'];

/**
 * Derives the way from the headers. A stored response repeats the `Server-Timing` of the request that filled the cache, so
 * these figures count only if the Worker ran.
 */
export function wayOf({ headers }: Pick<Received, 'headers'>): Way {
  const edge = headers.get('cf-cache-status');
  const nothing = { age: null, cost: null, imageCache: null };
  // The Worker gives every response an id. A static file is served without it.
  if (!headers.has('x-request-id')) return { stations: ['reader', 'files'], edge: null, ...nothing };
  if (SERVED_BY_EDGE.includes(edge)) {
    return { stations: ['reader', 'edge'], edge, ...nothing, age: Number(headers.get('age') ?? 0) };
  }
  const cost = databaseCost(headers);
  const hasDatabase = cost !== null && cost.roundTrips > 0;
  const imageCache = /renderer;desc="?(\w+)/.exec(headers.get('server-timing') ?? '')?.[1] ?? null;
  return {
    stations: [
      'reader',
      'edge',
      'worker',
      ...(hasDatabase ? (['database'] as const) : []),
      ...(imageCache === null ? [] : (['image-cache'] as const)),
      ...(imageCache === null || SERVED_BY_EDGE.includes(imageCache) ? [] : (['images', 'source'] as const)),
    ],
    edge,
    age: null,
    cost: hasDatabase ? cost : null,
    imageCache,
  };
}
