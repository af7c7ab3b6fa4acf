import type { APIContext } from 'astro';
import {
  edgeDirectives,
  edgeLifetime,
  isShared,
  POLICY,
  type ResponseKind,
  type Shown,
  STALE_IF_ERROR,
} from '../lib/cache/policy.ts';
import { BOOKMARK_HEADER } from '../lib/http/request/bookmark.ts';

/** Shared responses that show the state of the database. */
const READ_FROM_DATABASE: readonly ResponseKind[] = ['documents', 'missingDocument'];

const NOTHING: Shown = { tags: [], lifetimes: [] };

/** Applies a row of the cache policy to the current response. A later call replaces an earlier one. */
export function cacheAs({ locals }: Pick<APIContext, 'locals'>, kind: ResponseKind, shown = NOTHING): void {
  locals.responseKind = kind;
  locals.shown = shown;
}

/** Whether the edge stores the current response: by its row of the policy, or because a page called `cache.set()`. */
export function isStoredAtEdge({ locals, cache }: Pick<APIContext, 'locals' | 'cache'>): boolean {
  return isShared(locals.responseKind) || cache.options.maxAge !== undefined || cache.tags.length > 0;
}

/** Makes the response `no-store`, also if a page has called `cache.set()`. */
export function cacheNothing(context: Pick<APIContext, 'locals' | 'cache'>): void {
  cacheAs(context, 'uncached');
  context.cache.set(false);
}

/**
 * Sets the headers that say how long browsers and the edge may store the response, and its cache tags. Astro's own `cache.set()` would also tag each
 * response with its path and version, which no purge of Perigee names.
 */
export function setCacheHeaders(headers: Headers, { responseKind, shown }: App.Locals): void {
  headers.set('cache-control', POLICY[responseKind].browser);
  const lifetime = edgeLifetime(responseKind, shown.lifetimes);
  const directives = edgeDirectives(
    lifetime === null ? 'never' : { ...lifetime, staleIfError: STALE_IF_ERROR },
  );
  headers.set('cloudflare-cdn-cache-control', directives);
  if (lifetime !== null && shown.tags.length > 0) headers.set('cache-tag', shown.tags.join(','));
}

/**
 * Sets the bookmark of a response to a writer. A shared response has none, and the edge must not serve it to a request
 * with a bookmark: `Vary` makes such a request a variant of its own, which is never stored.
 */
export function setBookmark(
  headers: Headers,
  { bookmark, responseKind }: Pick<App.Locals, 'bookmark' | 'responseKind'>,
): void {
  const value = bookmark?.() ?? null;
  if (value !== null) headers.set(BOOKMARK_HEADER, value);
  if (READ_FROM_DATABASE.includes(responseKind)) headers.append('vary', 'X-D1-Bookmark');
}
