import { WorkerEntrypoint } from 'cloudflare:workers';
import { handle } from '@astrojs/cloudflare/handler';
import { edgeCache, newEdgeCache } from './cache-provider.ts';
import { images } from './images.ts';
import { log } from './lib/http/log.ts';
import { answerRendering } from './lib/images/renderer.ts';
import { allowedSources } from './picture-service.ts';

export default {
  fetch: (request, env, context) =>
    edgeCache.serve(
      request,
      async (forwarded) => withoutRedirectBody(await handle(forwarded, env, context)),
      (promise) => context.waitUntil(promise),
    ),
} satisfies ExportedHandler<Env>;

/** Astro redirects a path that ends in `//` before the middleware runs, with HTML that no answer of `/image` may carry. */
function withoutRedirectBody(response: Response): Response {
  const location = response.headers.get('location');
  if (response.status !== 301 || response.body === null || location === null) return response;
  return new Response(null, { status: 301, headers: { location } });
}

const rendererCache = newEdgeCache();

/** Makes pictures. It is an entrypoint of its own so that it has a cache of its own: rendering is billed. */
export class Renderer extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Promise<Response> {
    return rendererCache.serve(
      request,
      (forwarded) => this.#render(forwarded),
      (promise) => this.ctx.waitUntil(promise),
    );
  }

  /** Forgets all pictures with one of these tags; only the Renderer can, for a purge ends at its entrypoint. */
  async purge(tags: string[]): Promise<void> {
    await rendererCache.purge(tags);
  }

  #render(request: Request): Promise<Response> {
    return answerRendering(request, {
      images: this.env.IMAGES,
      assets: this.env.ASSETS,
      fetch: (input, init) => fetch(input, init),
      now: Date.now,
      lists: allowedSources(),
      limits: images.limits,
      ask: (other) => this.ctx.exports.Renderer.fetch(other),
      log,
    });
  }
}
