import { cache, waitUntil } from 'cloudflare:workers';
import adapterProvider from '@astrojs/cloudflare/cache/provider';
import type { CacheProviderFactory } from 'astro';
import { collectInvalidationTags } from 'astro/cache/provider-utils';
import { type EdgeCache, PASS_THROUGH } from '../lib/cache/edge-cache.ts';
import type { LocalCache } from '../lib/cache/local/local-cache.ts';
import { edgeDirectives, POLICY, STALE_IF_ERROR } from '../lib/cache/policy.ts';
import { Purger } from '../lib/cache/purger.ts';
import { UNSTORED } from '../lib/cache/tags.ts';
import { log } from '../lib/http/log.ts';
import { hasWorkersCache, settingsFor } from './environment.ts';

/** The cache in front of the default entrypoint. */
export const edgeCache = newEdgeCache();

/** Makes the cache in front of an entrypoint. On Cloudflare, each entrypoint has its own cache too. */
export function newEdgeCache(): EdgeCache {
  let chosen: EdgeCache | undefined;
  // The runtime has `cache` only during a request, so the choice waits for the first one.
  const edgeCache = () => {
    chosen ??= hasWorkersCache() ? newWorkersCache() : newCacheOffCloudflare();
    return chosen;
  };
  return {
    serve: (request, next, waitUntil) => edgeCache().serve(request, next, waitUntil),
    purge: (tags) => edgeCache().purge(tags),
  };
}

function newWorkersCache(): EdgeCache {
  const purger = new Purger({
    call: (options) => cache.purge(options),
    now: Date.now,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    waitUntil,
    log,
  });
  return { ...PASS_THROUGH, purge: (tags) => purger.purge(tags) };
}

function newCacheOffCloudflare(): EdgeCache {
  return import.meta.env.WITHOUT_LOCAL_CACHE ? PASS_THROUGH : newLocalCache();
}

/** Loads the local cache with the first request. The Worker that is deployed does not contain it. */
function newLocalCache(): EdgeCache {
  let localCache: LocalCache | undefined;
  return {
    async serve(request, next, waitUntil) {
      if (!settingsFor(request.headers).hasLocalCache) return next(request);
      const { LocalCache } = await import('../lib/cache/local/local-cache.ts');
      localCache ??= new LocalCache({ now: Date.now });
      return localCache.serve(request, next, waitUntil);
    },
    // Before the first request, nothing is stored.
    async purge(tags) {
      await localCache?.purge(tags);
    },
  };
}

/**
 * Astro's cache provider: the adapter's headers with `stale-if-error`, the lifetime of a document where a page sets none,
 * and a purge that checks its result.
 */
const provider: CacheProviderFactory = (config) => {
  const { setHeaders } = adapterProvider(config);
  return {
    name: 'perigee',
    setHeaders(options, request) {
      const headers = setHeaders?.(options, request) ?? new Headers();
      const { edge } = POLICY.documents;
      const { maxAge = edge.maxAge, swr = edge.swr, tags = [] } = options;
      const lifetime = { maxAge, swr, staleIfError: STALE_IF_ERROR };
      const directives = edgeDirectives(tags.includes(UNSTORED) ? 'never' : lifetime);
      headers.set('cloudflare-cdn-cache-control', directives);
      return headers;
    },
    invalidate: (options) => edgeCache.purge(collectInvalidationTags(options)),
  };
};

export default provider;
