import { env } from 'cloudflare:workers';
import type { APIRoute } from 'astro';

export const GET: APIRoute = async ({ url }) => {
  const statement = env.DB.prepare(
    `SELECT json_object('id', value, 'page', ?1, 'name', 'Ada Lovelace') AS body FROM json_each('[1,2,3,4,5,6,7,8,9,10]')`,
  );
  const [result] = await env.DB.batch<{ body: string }>([statement.bind(url.searchParams.get('_page'))]);
  const bodies = result?.results.map(({ body }) => body) ?? [];
  return new Response(`[${bodies.join(',')}]`, { headers: { 'content-type': 'application/json' } });
};
