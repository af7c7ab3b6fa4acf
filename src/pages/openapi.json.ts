import type { APIRoute } from 'astro';
import { getContract } from '../lib/documents/serve-contract.ts';
import { otherMethods } from '../lib/http/response/methods.ts';
import { contractFiles } from '../platform/contract-files.ts';
import { documents } from '../platform/documents.ts';

export const GET: APIRoute = (context) => getContract(context.request, documents(context), contractFiles);
export const HEAD = GET;
export const { OPTIONS, ALL } = otherMethods('GET', 'HEAD');
