import { images } from '../images.ts';
import { log } from '../lib/http/log.ts';
import { readRenderRequest } from '../lib/images/hop/render-request.ts';
import { sourceTag } from '../lib/images/hop/variant-tags.ts';
import { renderResponse } from '../lib/images/render/renderer.ts';
import { findSource, writeSource } from '../lib/images/source/allow-list.ts';
import { requireBinding } from './environment.ts';
import { allowedSources } from './images.ts';
import { rateLimit } from './rate-limits.ts';

/** Responds to a render request that missed the cache, within the rate limits. */
export async function render(request: Request): Promise<Response> {
  return renderResponse(readRenderRequest(request), {
    get images() {
      return requireBinding('IMAGES');
    },
    get assets() {
      return requireBinding('ASSETS');
    },
    fetch: (input, init) => fetch(input, init),
    now: Date.now,
    lists: allowedSources(request.headers),
    limits: images.limits,
    rateLimits: {
      client: rateLimit('CLIENT_RENDERINGS', request.headers),
      source: rateLimit('SOURCE_RENDERINGS', request.headers),
    },
    log,
  });
}

/** @param source as in an image URL */
export function tagOfSource(source: string): Promise<string> {
  return sourceTag(writeSource(findSource(source, allowedSources(null).signed)));
}
