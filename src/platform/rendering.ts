import { env } from 'cloudflare:workers';
import { images } from '../images.ts';
import { log } from '../lib/http/log.ts';
import { refuseExcess } from '../lib/images/render/rate-limit.ts';
import { type RenderRequest, readRenderRequest } from '../lib/images/render/render-request.ts';
import { renderResponse } from '../lib/images/render/renderer.ts';
import { sourceTag } from '../lib/images/render/variant-tags.ts';
import { findSource, writeSource } from '../lib/images/source/allow-list.ts';
import { allowedSources } from './images.ts';

/** Responds to a render request that missed the cache, within the rate limits. */
export async function render(request: Request): Promise<Response> {
  const renderRequest = readRenderRequest(request);
  const refusal = await refuseBeyondLimits(renderRequest);
  if (refusal !== null) return refusal;
  return renderResponse(renderRequest, {
    images: env.IMAGES,
    assets: env.ASSETS,
    fetch: (input, init) => fetch(input, init),
    now: Date.now,
    lists: allowedSources,
    limits: images.limits,
    log,
  });
}

/** The tag of every variant of a source, which is written as in an image URL. */
export function tagOfSource(source: string): Promise<string> {
  return sourceTag(writeSource(findSource(source, allowedSources.signed)));
}

async function refuseBeyondLimits(request: RenderRequest): Promise<Response | null> {
  const { RATE_LIMITS, CLIENT_RENDERINGS, SOURCE_RENDERINGS } = env;
  // The development server has no cache, so that each image would count again with each reload.
  if (RATE_LIMITS === 'off' || import.meta.env.DEV) return null;
  return refuseExcess(request, { client: CLIENT_RENDERINGS, source: SOURCE_RENDERINGS });
}
