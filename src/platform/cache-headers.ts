import type { APIContext } from 'astro';
import { edgeLifetime, POLICY, type ResponseKind, type Shown } from '../lib/cache/policy.ts';

type CacheContext = Pick<APIContext, 'cache' | 'locals'>;

/** Applies a row of the cache policy to the current response. A later call replaces an earlier one. */
export function cacheAs({ cache, locals }: CacheContext, kind: ResponseKind, shown?: Shown): void {
  locals.responseKind = kind;
  cache.set(false);
  const lifetime = edgeLifetime(kind, shown?.lifetimes ?? []);
  if (lifetime !== null) cache.set({ ...lifetime, tags: [...(shown?.tags ?? [])] });
}

/** Sets what browsers may store. Astro's cache provider writes the edge's header from the same row. */
export function setCacheControl(headers: Headers, kind: ResponseKind): void {
  headers.set('cache-control', POLICY[kind].browser);
}
