import type { APIRoute } from 'astro';
import { cacheAs } from '../lib/cache/policy.ts';
import { optionsFor } from '../lib/http/methods.ts';

export const GET: APIRoute = (context) => {
  cacheAs(context, 'hello');
  return Response.json({ message: 'Hello from Astro API!' });
};
export const OPTIONS = optionsFor('GET', 'HEAD');
