import { WorkerEntrypoint } from 'cloudflare:workers';
import { handle } from '@astrojs/cloudflare/handler';
import { images } from './images.ts';
import { drain } from './lib/http/drain.ts';
import { frameworkResponse } from './lib/http/framework-response.ts';
import { log } from './lib/http/log.ts';
import { refuseExcess } from './lib/images/render/rate-limit.ts';
import { type RenderRequest, readRenderRequest } from './lib/images/render/render-request.ts';
import { renderResponse } from './lib/images/render/renderer.ts';
import { sourceTag } from './lib/images/render/variant-tags.ts';
import { findSource, writeSource } from './lib/images/source/allow-list.ts';
import { edgeCache, newEdgeCache } from './platform/cache-provider.ts';
import { allowedSources } from './platform/services.ts';

export default {
  async fetch(request, env, context) {
    const next = (forwarded: Request) => respond(forwarded, env, context);
    const response = await edgeCache.serve(request, next, (promise) => context.waitUntil(promise));
    await drain(request);
    return response;
  },
} satisfies ExportedHandler<Env>;

async function respond(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
  const response = await handle(request, env, context);
  const isOurs = response.headers.has('x-request-id') || response.ok || response.status === 304;
  return isOurs ? response : frameworkResponse(request, response);
}

const rendererCache = newEdgeCache();

/** Renders images. A separate entrypoint has a separate cache, so each image is rendered, and billed, once. */
export class Renderer extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Promise<Response> {
    return rendererCache.serve(
      request,
      (forwarded) => this.#render(forwarded),
      (promise) => this.ctx.waitUntil(promise),
    );
  }

  /**
   * Purges every variant of a source, written as in an image URL: `https://host/photo.jpg` or `pictures/orbit.jpg`.
   * Only this entrypoint can purge its cache.
   */
  async purge(source: string): Promise<void> {
    const found = findSource(source, allowedSources.signed);
    await rendererCache.purge([await sourceTag(writeSource(found))]);
  }

  async #render(request: Request): Promise<Response> {
    const renderRequest = readRenderRequest(request);
    const refusal = await this.#refuseExcess(renderRequest);
    if (refusal !== null) return refusal;
    return renderResponse(renderRequest, {
      images: this.env.IMAGES,
      assets: this.env.ASSETS,
      fetch: (input, init) => fetch(input, init),
      now: Date.now,
      lists: allowedSources,
      limits: images.limits,
      log,
    });
  }

  async #refuseExcess(request: RenderRequest): Promise<Response | null> {
    const { RATE_LIMITS, CLIENT_RENDERINGS, SOURCE_RENDERINGS } = this.env;
    if (RATE_LIMITS === 'off') return null;
    return refuseExcess(request, { client: CLIENT_RENDERINGS, source: SOURCE_RENDERINGS });
  }
}
