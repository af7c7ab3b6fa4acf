import type { APIContext } from 'astro';
import {
  edgeDirectives,
  edgeLifetime,
  POLICY,
  type ResponseKind,
  type Shown,
  STALE_IF_ERROR,
} from '../lib/cache/policy.ts';

const NOTHING: Shown = { tags: [], lifetimes: [] };

/** Applies a row of the cache policy to the current response. A later call replaces an earlier one. */
export function cacheAs({ locals }: Pick<APIContext, 'locals'>, kind: ResponseKind, shown = NOTHING): void {
  locals.responseKind = kind;
  locals.shown = shown;
}

/**
 * Sets what browsers and the edge may store, and the tags that purge it. Astro's own `cache.set()` would also tag each
 * response with its path and version, which no purge of Perigee names.
 */
export function setCacheHeaders(headers: Headers, { responseKind, shown }: App.Locals): void {
  headers.set('cache-control', POLICY[responseKind].browser);
  const lifetime = edgeLifetime(responseKind, shown.lifetimes);
  const directives = edgeDirectives(
    lifetime === null ? 'never' : { ...lifetime, staleIfError: STALE_IF_ERROR },
  );
  headers.set('cloudflare-cdn-cache-control', directives);
  if (lifetime !== null) headers.set('cache-tag', shown.tags.join(','));
}
