import type { APIRoute } from 'astro';
import { resourceOptions, serveResource } from '../../../lib/documents/serve-resource.ts';
import { documents } from '../../../platform/documents.ts';

export const ALL: APIRoute = (context) => serveResource(context.request, documents(context));
export const HEAD = ALL;
export const OPTIONS: APIRoute = (context) => resourceOptions(context.request, documents(context));
