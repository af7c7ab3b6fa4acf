import type { APIRoute } from 'astro';
import { optionsFor } from '../lib/http/response/methods.ts';
import { servePinned } from '../lib/images/serve.ts';
import { images } from '../platform/images.ts';

/** The tutorial's image: the one at `IMAGE_SOURCE`, as a JPEG. */
export const GET: APIRoute = (context) => servePinned(context.request, images(context));
export const OPTIONS = optionsFor('GET', 'HEAD');
