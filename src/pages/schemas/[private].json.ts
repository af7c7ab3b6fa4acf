// The schema of a private collection, which is not a static file. Astro allows a second route with the same pattern if
// the first one is prerendered.
import type { APIRoute } from 'astro';
import { getSchema } from '../../lib/documents/serve-contract.ts';
import { otherMethods } from '../../lib/http/response/methods.ts';
import { documents } from '../../platform/documents.ts';

export const GET: APIRoute = (context) => getSchema(documents(context));
export const HEAD = GET;
export const { OPTIONS, ALL } = otherMethods('GET', 'HEAD');
