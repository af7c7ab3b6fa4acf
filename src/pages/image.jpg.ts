import { env } from 'cloudflare:workers';
import type { APIRoute } from 'astro';
import { optionsFor } from '../lib/http/methods.ts';
import { serveHome } from '../lib/images/serve.ts';
import { images } from '../platform/services.ts';

/** The tutorial's image: the one at `IMAGE_SOURCE`, as a JPEG. */
export const GET: APIRoute = (context) => serveHome(context.request, env.IMAGE_SOURCE, images(context));
export const OPTIONS = optionsFor('GET', 'HEAD');
