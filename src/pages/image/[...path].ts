import type { APIRoute } from 'astro';
import { optionsFor } from '../../lib/http/methods.ts';
import { Problem } from '../../lib/http/problem.ts';
import { servePicture } from '../../lib/images/serve-picture.ts';
import { pictureService } from '../../picture-service.ts';

/** A picture by Cloudflare's URL grammar: `/image/width=400,format=auto/https://host/picture.jpg`. */
export const GET: APIRoute = ({ request, locals }) => servePicture(request, pictureService(locals.cfContext));
export const HEAD = GET;
export const OPTIONS = optionsFor('GET', 'HEAD');
export const ALL: APIRoute = ({ request }) => {
  throw new Problem(405, `A picture can be read, not ${request.method}.`, {
    headers: { allow: 'GET, HEAD, OPTIONS' },
  });
};
