import { env } from 'cloudflare:workers';
import type { APIContext } from 'astro';
import { images } from '../images.ts';
import { cacheAs } from '../lib/cache/policy.ts';
import { type ImageService, responseKind } from '../lib/images/serve.ts';
import { type SourceLists, sourceLists } from '../lib/images/source/allow-list.ts';

const pinned = URL.parse(env.IMAGE_SOURCE);

/** The allow-lists of `src/images.ts` and of the variables, built once per isolate. */
export const allowedSources: SourceLists = sourceLists(images, env.IMAGE_DEV_ORIGINS, pinned);

/** Responds with an image, and caches it by the policy of its kind. */
export async function respondWithImage(
  context: APIContext,
  serve: (request: Request, service: ImageService) => Promise<Response>,
): Promise<Response> {
  const response = await serve(context.request, imageService(context.locals.cfContext));
  cacheAs(context, responseKind(response));
  return response;
}

/** The images of this Worker, rendered by its `Renderer` behind the cache of that entrypoint. */
function imageService({ exports }: ExecutionContext): ImageService {
  return {
    config: images,
    lists: allowedSources,
    signingKey: env.IMAGE_SIGNING_KEY,
    pinned,
    now: Date.now,
    render: (request) => exports.Renderer.fetch(request),
  };
}
