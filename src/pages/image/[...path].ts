import type { APIRoute } from 'astro';
import { optionsFor } from '../../lib/http/methods.ts';
import { Problem } from '../../lib/http/problem.ts';
import { serveImage } from '../../lib/images/serve.ts';
import { respondWithImage } from '../../platform/services.ts';

/** An image by Cloudflare's URL grammar: `/image/width=400,format=auto/https://host/photo.jpg`. */
export const GET: APIRoute = (context) => respondWithImage(context, serveImage);
export const HEAD = GET;
export const OPTIONS = optionsFor('GET', 'HEAD');
export const ALL: APIRoute = ({ request }) => {
  throw new Problem('method-not-allowed', `${request.method} is not allowed; allowed: GET, HEAD, OPTIONS.`, {
    headers: { allow: 'GET, HEAD, OPTIONS' },
  });
};
