import type { APIRoute } from 'astro';
import { otherMethods } from '../../lib/http/response/methods.ts';
import { serveImage } from '../../lib/images/serve.ts';
import { images } from '../../platform/images.ts';

/** An image by Cloudflare's URL grammar: `/image/width=400,format=auto/https://host/photo.jpg`. */
export const GET: APIRoute = (context) => serveImage(context.request, images(context));
export const HEAD = GET;
export const { OPTIONS, ALL } = otherMethods('GET', 'HEAD');
