import type { APIRoute } from 'astro';
import { getList, refuseMethod } from '../../../lib/documents/serve-reads.ts';
import { patchDocuments, postDocument, removeDocuments } from '../../../lib/documents/serve-writes.ts';
import { optionsFor } from '../../../lib/http/methods.ts';
import { documents } from '../../../platform/documents.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];

export const GET: APIRoute = (context) => getList(context.request, documents(context));
export const POST: APIRoute = (context) => postDocument(context.request, documents(context));
export const PATCH: APIRoute = (context) => patchDocuments(context.request, documents(context));
export const DELETE: APIRoute = (context) => removeDocuments(context.request, documents(context));
export const HEAD = GET;
export const OPTIONS = optionsFor(...METHODS);
export const ALL: APIRoute = (context) => refuseMethod(context.request, documents(context), METHODS);
