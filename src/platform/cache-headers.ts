import type { APIContext } from 'astro';
import { edgeLifetime, isShared, POLICY, type ResponseKind, type Shown } from '../lib/cache/policy.ts';
import { BOOKMARK_HEADER } from '../lib/http/bookmark.ts';

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
  if (isShared(responseKind)) headers.append('vary', 'X-D1-Bookmark');
}
