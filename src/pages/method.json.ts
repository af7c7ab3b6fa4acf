import type { APIRoute } from 'astro';

const respond: APIRoute = ({ request }) => Response.json({ message: `This was a ${request.method}!` });

export const GET = respond;
export const POST = respond;
export const DELETE = respond;
export const ALL = respond;
