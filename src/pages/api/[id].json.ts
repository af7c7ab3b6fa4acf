import { env } from 'cloudflare:workers';
import type { APIRoute } from 'astro';
import { findDocument } from '../../lib/documents/store.ts';
import { optionsFor } from '../../lib/http/methods.ts';
import { Problem } from '../../lib/http/problem.ts';

/** The tutorial's endpoint: the name of the user whose id is a number. */
export const GET: APIRoute = async ({ params: { id = '' } }) => {
  const user = /^\d+$/.test(id) ? await findDocument(env.DB, 'users', id) : null;
  if (user === null) throw new Problem(404, `There is no user ${id}.`);
  return Response.json({ name: user['name'] });
};
export const OPTIONS = optionsFor('GET', 'HEAD');
