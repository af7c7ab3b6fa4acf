import type { APIRoute } from 'astro';
import { llmsText } from '../lib/openapi/llms-text.ts';
import { contract } from '../platform/contract.ts';

export const prerender = true;

/** What is served, for coding assistants: https://llmstxt.org */
export const GET: APIRoute = () => new Response(llmsText(contract));
