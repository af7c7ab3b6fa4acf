import type { APIRoute } from 'astro';

export const GET: APIRoute = () => Response.json({ message: 'Hello from Astro API!' });
