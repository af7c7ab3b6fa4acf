import type { APIRoute } from 'astro';
import { cacheAs } from '../lib/cache/policy.ts';

const answer: APIRoute = (context) => {
  cacheAs(context, 'method');
  return Response.json({ message: `This was a ${context.request.method}!` });
};

export const GET = answer;
export const POST = answer;
export const DELETE = answer;
export const ALL = answer;
