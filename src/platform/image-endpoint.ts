import type { APIRoute } from 'astro';

/** Replaces the endpoint of Astro's image service, whose code would be part of the Worker. */
export const GET: APIRoute = () => new Response(null, { status: 404 });
