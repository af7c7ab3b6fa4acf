import { env } from 'cloudflare:workers';
import type { APIRoute } from 'astro';
import { cacheAs } from '../lib/cache/policy.ts';
import { optionsFor } from '../lib/http/methods.ts';
import { serveHome } from '../lib/images/serve.ts';
import { pictureService } from '../platform/services.ts';

/** The tutorial's picture: the one at `IMAGE_SOURCE`, as a JPEG. */
export const GET: APIRoute = (context) => {
  cacheAs(context, 'picture');
  return serveHome(context.request, env.IMAGE_SOURCE, pictureService(context.locals.cfContext));
};
export const OPTIONS = optionsFor('GET', 'HEAD');
