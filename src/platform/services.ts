import { env } from 'cloudflare:workers';
import { images } from '../images.ts';
import type { PictureService } from '../lib/images/serve.ts';
import { type SourceLists, sourceLists } from '../lib/images/source/allow-list.ts';

/** What the owner allows, by `src/images.ts` and by variables. */
export function allowedSources(): SourceLists {
  return sourceLists(images, env.IMAGE_DEV_ORIGINS, env.IMAGE_SOURCE);
}

/** The pictures of this Worker, rendered by its `Renderer` behind that entrypoint's own cache. */
export function pictureService({ exports }: ExecutionContext): PictureService {
  return {
    config: images,
    lists: allowedSources(),
    signingKey: env.IMAGE_SIGNING_KEY,
    now: Date.now,
    render: (request) => exports.Renderer.fetch(request),
  };
}
