import { env } from 'cloudflare:workers';
import type { APIRoute } from 'astro';
import { cacheAs } from '../../lib/cache/policy.ts';
import { findDocument } from '../../lib/documents/store.ts';
import { optionsFor } from '../../lib/http/methods.ts';
import { Problem } from '../../lib/http/problem.ts';

/** The tutorial's endpoint: the name of the user whose id is a number. */
export const GET: APIRoute = async (context) => {
  const { id = '' } = context.params;
  const user = await findDocument(env.DB, 'users', id);
  cacheAs(context, user === null ? 'missingDocument' : 'item', { collection: 'users', id });
  if (user === null) throw new Problem(404, `There is no user ${id}.`);
  return Response.json({ name: user['name'] });
};
export const OPTIONS = optionsFor('GET', 'HEAD');
