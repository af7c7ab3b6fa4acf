import type { APIRoute } from 'astro';
import { openApiDocument } from '../lib/openapi/document.ts';
import { contract } from '../platform/contract.ts';

export const prerender = true;

/** The OpenAPI document of what everyone may see. */
export const GET: APIRoute = () => Response.json(openApiDocument(contract));
