import { env } from 'cloudflare:workers';
import type { APIRoute } from 'astro';

export const GET: APIRoute = async ({ params, request }) => {
  const statement = env.DB.prepare(`SELECT json_object('id', ?1, 'name', 'Ada Lovelace') AS body`);
  const [result] = await env.DB.batch<{ body: string }>([statement.bind(params['id'])]);
  const headers = { 'content-type': 'application/json', etag: '"1"' };
  if (request.headers.get('if-none-match') === '"1"') return new Response(null, { status: 304, headers });
  return new Response(result?.results[0]?.body, { headers });
};
