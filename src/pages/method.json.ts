import type { APIRoute } from 'astro';

const answer: APIRoute = ({ request }) => Response.json({ message: `This was a ${request.method}!` });

export const GET = answer;
export const POST = answer;
export const DELETE = answer;
export const ALL = answer;
