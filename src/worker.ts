import { WorkerEntrypoint } from 'cloudflare:workers';
import { handle } from '@astrojs/cloudflare/handler';
// Astro imports a route with its first request, whose CPU time that costs. Start-up has its own CPU limit:
// https://developers.cloudflare.com/workers/platform/limits/#worker-startup-time
import './middleware.ts';
import './pages/api/[collection]/index.ts';
import './pages/api/[collection]/[id]/index.ts';
import { drain } from './lib/http/request/drain.ts';
import { frameworkResponse } from './lib/http/response/framework-response.ts';
import { edgeCache, newEdgeCache } from './platform/cache-provider.ts';
import { site } from './site.ts';

export default {
  async fetch(request, env, context) {
    const next = (forwarded: Request) => respond(forwarded, env, context);
    const response = await edgeCache.serve(request, next, (promise) => context.waitUntil(promise));
    if (request.body !== null) await drain(request);
    return response;
  },
} satisfies ExportedHandler<Env>;

async function respond(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
  const response = await handle(request, env, context);
  const isOurs = response.headers.has('x-request-id') || response.ok || response.status === 304;
  return isOurs ? response : frameworkResponse(request, response, site.cors.origins);
}

const rendererCache = newEdgeCache();

/**
 * Renders images. A separate entrypoint has a separate cache, so each image is rendered, and billed, once. The code
 * that renders is loaded with the first image.
 */
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
    const { tagOfSource } = await import('./platform/renderer-entrypoint.ts');
    await rendererCache.purge([await tagOfSource(source)]);
  }

  async #render(request: Request): Promise<Response> {
    const { render } = await import('./platform/renderer-entrypoint.ts');
    return render(request);
  }
}
