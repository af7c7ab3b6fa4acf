import type { APIRoute } from 'astro';
import { getNestedList, postNestedDocument, refuseMethod } from '../../../../lib/documents/serve.ts';
import { optionsFor } from '../../../../lib/http/methods.ts';
import { documents } from '../../../../platform/services.ts';

const METHODS = ['GET', 'HEAD', 'POST'];

export const GET: APIRoute = (context) => getNestedList(context.request, documents(context));
export const POST: APIRoute = (context) => postNestedDocument(context.request, documents(context));
export const HEAD = GET;
export const OPTIONS = optionsFor(...METHODS);
export const ALL: APIRoute = (context) => refuseMethod(context.request, documents(context), METHODS);
