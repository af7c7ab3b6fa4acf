import type { APIRoute } from 'astro';
import { getChanges, refuseMethod } from '../../../lib/documents/serve-reads.ts';
import { optionsFor } from '../../../lib/http/response/methods.ts';
import { documents } from '../../../platform/documents.ts';

const METHODS = ['GET', 'HEAD'];

// A replica may lack the version that the client has.
export const GET: APIRoute = (context) => getChanges(context.request, documents(context, 'first-primary'));
export const HEAD = GET;
export const OPTIONS = optionsFor(...METHODS);
export const ALL: APIRoute = (context) => refuseMethod(context.request, documents(context), METHODS);
