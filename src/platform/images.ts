import { env } from 'cloudflare:workers';
import type { APIContext } from 'astro';
import { images as imagesConfig } from '../images.ts';
import type { ImageService } from '../lib/images/image-service.ts';
import { clientKey } from '../lib/images/render/rate-limit.ts';
import { type SourceLists, sourceLists } from '../lib/images/source/allow-list.ts';
import { cacheAs } from './cache-headers.ts';

const pinned = URL.parse(env.IMAGE_SOURCE);

/** The allow-lists of `src/images.ts` and of the variables, built once per isolate. */
export const allowedSources: SourceLists = sourceLists(imagesConfig, env.IMAGE_DEV_ORIGINS, pinned);

/** What `lib/images` needs to serve one request. Its Renderer has an entrypoint, and so a cache, of its own. */
export function images(context: APIContext): ImageService {
  return {
    url: context.locals.url,
    config: imagesConfig,
    lists: allowedSources,
    signingKey: env.IMAGE_SIGNING_KEY,
    pinned,
    client: clientKey(context.request.headers.get('cf-connecting-ip')),
    cache: { as: (kind) => cacheAs(context, kind) },
    now: Date.now,
    render: (request) => context.locals.cfContext.exports.Renderer.fetch(request),
  };
}
