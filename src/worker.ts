import { WorkerEntrypoint } from 'cloudflare:workers';
import { handle } from '@astrojs/cloudflare/handler';
import { images } from './images.ts';
import { answerRendering } from './lib/images/renderer.ts';
import { allowedSources } from './picture-service.ts';

export default { fetch: handle } satisfies ExportedHandler<Env>;

/** Makes pictures. It is an entrypoint of its own so that a cache stands in front of it: rendering is billed. */
export class Renderer extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Promise<Response> {
    return answerRendering(request, {
      images: this.env.IMAGES,
      assets: this.env.ASSETS,
      fetch: (input, init) => fetch(input, init),
      now: Date.now,
      lists: allowedSources(),
      limits: images.limits,
      ask: (other) => this.ctx.exports.Renderer.fetch(other),
      log: (event) => console.log(JSON.stringify({ level: 'info', ...event })),
    });
  }
}
