import type { APIRoute } from 'astro';
import { getNestedList, refuseMethod } from '../../../../lib/documents/serve-reads.ts';
import { postNestedDocument } from '../../../../lib/documents/serve-writes.ts';
import { optionsFor } from '../../../../lib/http/response/methods.ts';
import { documents } from '../../../../platform/documents.ts';

const METHODS = ['GET', 'HEAD', 'POST'];

export const GET: APIRoute = (context) => getNestedList(context.request, documents(context));
export const POST: APIRoute = (context) => postNestedDocument(context.request, documents(context));
export const HEAD = GET;
export const OPTIONS = optionsFor(...METHODS);
export const ALL: APIRoute = (context) => refuseMethod(context.request, documents(context), METHODS);
