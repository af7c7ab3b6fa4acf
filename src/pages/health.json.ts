import { env } from 'cloudflare:workers';
import type { APIRoute } from 'astro';
import { cacheAs } from '../lib/cache/policy.ts';
import { optionsFor } from '../lib/http/methods.ts';
import { Problem } from '../lib/http/problem.ts';

/** For monitors: whether this version can answer, which is to say whether its database holds the schema it needs. */
export const GET: APIRoute = async (context) => {
  cacheAs(context, 'health');
  const { id, tag, timestamp } = env.CF_VERSION_METADATA;
  try {
    await env.DB.prepare('SELECT 1 FROM documents LIMIT 1').run();
  } catch (cause) {
    throw new Problem('database-unavailable', 'The database cannot be read.', {
      cause,
      extensions: { version: id },
    });
  }
  return Response.json({ status: 'ok', database: 'ok', version: id, tag, deployed: timestamp });
};
export const OPTIONS = optionsFor('GET', 'HEAD');
