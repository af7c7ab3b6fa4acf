import { env } from 'cloudflare:workers';
import type { APIRoute } from 'astro';
import { cacheAs } from '../lib/cache/policy.ts';
import { optionsFor } from '../lib/http/methods.ts';
import { readPicture } from '../lib/images/picture.ts';
import { renderJpeg } from '../lib/images/render.ts';
import { fetchSource } from '../lib/images/upstream.ts';

const LIMITS = { timeout: 10_000, maxBytes: 20 * 1024 * 1024 };

/** The tutorial's picture: the one at `IMAGE_SOURCE`, as a JPEG. */
export const GET: APIRoute = async (context) => {
  cacheAs(context, 'sourcePicture');
  const upstream = await fetchSource(env.IMAGE_SOURCE, { fetch, ...LIMITS });
  try {
    const picture = await readPicture(upstream.body);
    const body = picture.type === 'image/jpeg' ? picture.body : await renderJpeg(picture, env.IMAGES);
    return new Response(body, { headers: { 'content-type': 'image/jpeg' } });
  } catch (error) {
    throw upstream.failure() ?? error;
  }
};
export const OPTIONS = optionsFor('GET', 'HEAD');
