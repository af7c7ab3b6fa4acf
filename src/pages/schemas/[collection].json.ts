import type { APIRoute } from 'astro';
import { getSchema } from '../../lib/documents/serve-contract.ts';
import { otherMethods } from '../../lib/http/methods.ts';
import { documents } from '../../platform/documents.ts';

export const GET: APIRoute = (context) => getSchema(context.request, documents(context));
export const HEAD = GET;
export const { OPTIONS, ALL } = otherMethods('GET', 'HEAD');
