import type { APIRoute } from 'astro';
import { getCollections } from '../../lib/documents/serve-collections.ts';
import { otherMethods } from '../../lib/http/response/methods.ts';
import { documents } from '../../platform/documents.ts';

export const GET: APIRoute = (context) => getCollections(documents(context));
export const HEAD = GET;
export const { OPTIONS, ALL } = otherMethods('GET', 'HEAD');
