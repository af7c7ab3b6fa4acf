import type { APIRoute } from 'astro';
import { optionsFor } from '../lib/http/response/methods.ts';

export const GET: APIRoute = () => Response.json({ message: 'Hello from Astro API!' });
export const OPTIONS = optionsFor('GET', 'HEAD');
