import type { APIContext } from 'astro';
import { images as imagesConfig } from '../images.ts';
import type { ImageService } from '../lib/images/image-service.ts';
import { type SourceLists, sourceLists } from '../lib/images/source/allow-list.ts';
import { cacheAs } from './cache-headers.ts';
import { settingsFor } from './environment.ts';
import { clientOf } from './rate-limits.ts';

/** The allow-lists of `src/images.ts` and of the variables, built once per isolate. */
const known = new WeakMap<object, SourceLists>();

/** @param headers of the request; `null` for a purge of images, which has none */
export function allowedSources(headers: Headers | null): SourceLists {
  const settings = settingsFor(headers);
  const lists = known.get(settings) ?? sourceLists(imagesConfig, settings.devOrigins, settings.pinned);
  known.set(settings, lists);
  return lists;
}

/** What `lib/images` needs to serve one request. The Renderer has its own entrypoint and so its own cache. */
export function images(context: APIContext): ImageService {
  const { headers } = context.request;
  const { signingKey, pinned } = settingsFor(headers);
  return {
    url: context.locals.url,
    config: imagesConfig,
    lists: allowedSources(headers),
    signingKey,
    pinned,
    client: clientOf(context.request),
    cache: { as: (kind) => cacheAs(context, kind) },
    now: Date.now,
    render: (request) => context.locals.cfContext.exports.Renderer.fetch(withRay(request, headers)),
  };
}

/** Adds the header by which `settingsFor` recognises Cloudflare, so that the Renderer does too. */
function withRay(request: Request, from: Headers): Request {
  const ray = from.get('cf-ray');
  if (ray !== null) request.headers.set('cf-ray', ray);
  return request;
}
