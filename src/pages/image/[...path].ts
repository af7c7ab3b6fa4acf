import type { APIRoute } from 'astro';
import { cacheAs } from '../../lib/cache/policy.ts';
import { optionsFor } from '../../lib/http/methods.ts';
import { Problem } from '../../lib/http/problem.ts';
import { servePicture } from '../../lib/images/serve.ts';
import { pictureService } from '../../platform/services.ts';

/** A picture by Cloudflare's URL grammar: `/image/width=400,format=auto/https://host/picture.jpg`. */
export const GET: APIRoute = async (context) => {
  const answer = await servePicture(context.request, pictureService(context.locals.cfContext));
  cacheAs(context, answer.ok || answer.status === 304 ? 'picture' : 'error');
  return answer;
};
export const HEAD = GET;
export const OPTIONS = optionsFor('GET', 'HEAD');
export const ALL: APIRoute = ({ request }) => {
  throw new Problem('method-not-allowed', `${request.method} is not allowed; allowed: GET, HEAD, OPTIONS.`, {
    headers: { allow: 'GET, HEAD, OPTIONS' },
  });
};
