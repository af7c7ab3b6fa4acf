import type { APIRoute } from 'astro';
import { getDocument, refuseMethod } from '../../../../lib/documents/serve-reads.ts';
import { patchDocument, putDocument, removeDocument } from '../../../../lib/documents/serve-writes.ts';
import { optionsFor } from '../../../../lib/http/response/methods.ts';
import { documents } from '../../../../platform/documents.ts';

const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'];

export const GET: APIRoute = (context) => getDocument(context.request, documents(context));
export const PUT: APIRoute = (context) => putDocument(context.request, documents(context));
export const PATCH: APIRoute = (context) => patchDocument(context.request, documents(context));
export const DELETE: APIRoute = (context) => removeDocument(context.request, documents(context));
export const HEAD = GET;
export const OPTIONS = optionsFor(...METHODS);
export const ALL: APIRoute = (context) => refuseMethod(context.request, documents(context), METHODS);
