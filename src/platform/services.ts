import { env } from 'cloudflare:workers';
import type { APIContext } from 'astro';
import { collections } from '../collections.ts';
import { images as imagesConfig } from '../images.ts';
import { requireBearer } from '../lib/auth/bearer.ts';
import type { DocumentService } from '../lib/documents/document-service.ts';
import type { ImageService } from '../lib/images/image-service.ts';
import { setClient } from '../lib/images/render/rate-limit.ts';
import { type SourceLists, sourceLists } from '../lib/images/source/allow-list.ts';
import { cacheAs } from './cache-headers.ts';

const pinned = URL.parse(env.IMAGE_SOURCE);

/** The allow-lists of `src/images.ts` and of the variables, built once per isolate. */
export const allowedSources: SourceLists = sourceLists(imagesConfig, env.IMAGE_DEV_ORIGINS, pinned);

/** What `lib/documents` needs to serve one request. */
export function documents(context: APIContext): DocumentService {
  return {
    url: context.locals.url,
    collections,
    database: { d1: env.DB, meter: context.locals.meter },
    authorize: async ({ headers }) => {
      await requireBearer(headers, env.ADMIN_TOKEN);
      context.locals.meter.showsDuration = true;
    },
    cache: {
      as: (kind, shown) => cacheAs(context, kind, shown),
      purge: (tags) => context.cache.invalidate({ tags }),
    },
    now: Date.now,
  };
}

/** What `lib/images` needs to serve one request. Its Renderer has an entrypoint, and so a cache, of its own. */
export function images(context: APIContext): ImageService {
  return {
    url: context.locals.url,
    config: imagesConfig,
    lists: allowedSources,
    signingKey: env.IMAGE_SIGNING_KEY,
    pinned,
    cache: { as: (kind) => cacheAs(context, kind) },
    now: Date.now,
    render: (request) => {
      setClient(request, context.request.headers.get('cf-connecting-ip'));
      return context.locals.cfContext.exports.Renderer.fetch(request);
    },
  };
}

/** The deployed version of this Worker. */
export function version(): WorkerVersionMetadata {
  return env.CF_VERSION_METADATA;
}
