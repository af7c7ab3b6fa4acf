import { cache, env, waitUntil } from 'cloudflare:workers';
import adapterProvider from '@astrojs/cloudflare/cache/provider';
import type { CacheProviderFactory } from 'astro';
import { collectInvalidationTags } from 'astro/cache/provider-utils';
import { type EdgeCache, PASS_THROUGH } from '../lib/cache/edge-cache.ts';
import { LocalCache } from '../lib/cache/local/local-cache.ts';
import { STALE_IF_ERROR } from '../lib/cache/policy.ts';
import { Purger } from '../lib/cache/purger.ts';
import { log } from '../lib/http/log.ts';

/** The cache in front of the default entrypoint. */
export const edgeCache = newEdgeCache();

/** The cache in front of an entrypoint: each has its own, here as on Cloudflare. */
export function newEdgeCache(): EdgeCache {
  if (hasWorkersCache()) {
    const purger = new Purger({
      call: (options) => cache.purge(options),
      now: Date.now,
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      waitUntil,
      log,
    });
    return { ...PASS_THROUGH, purge: (tags) => purger.purge(tags) };
  }
  // `astro dev` renders without caching, so that every change is seen at once.
  const isOff = env.EDGE_CACHE === 'off' || import.meta.env.DEV;
  return isOff ? PASS_THROUGH : new LocalCache({ now: Date.now });
}

/** The local runtime exports `cache` without its methods (cloudflare/workers-sdk#15183). */
function hasWorkersCache(): boolean {
  return typeof (cache as Partial<CacheContext> | undefined)?.purge === 'function';
}

/** Astro's route caching: the adapter's headers with `stale-if-error`, and a purge that looks at its result. */
const provider: CacheProviderFactory = (config) => {
  const { setHeaders } = adapterProvider(config);
  return {
    name: 'perigee',
    setHeaders(options, request) {
      const headers = setHeaders?.(options, request) ?? new Headers();
      const directives = headers.get('cloudflare-cdn-cache-control');
      headers.set('cloudflare-cdn-cache-control', `${directives}, stale-if-error=${STALE_IF_ERROR}`);
      return headers;
    },
    invalidate: (options) => edgeCache.purge(collectInvalidationTags(options)),
  };
};

export default provider;
