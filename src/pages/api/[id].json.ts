import type { APIRoute } from 'astro';
import { getFields } from '../../lib/documents/serve-reads.ts';
import { optionsFor } from '../../lib/http/response/methods.ts';
import { documents } from '../../platform/documents.ts';

/** The endpoint of the tutorial: the name of user 0, 1, 2, … */
export const GET: APIRoute = (context) =>
  getFields(context.request, documents(context), userOf(context.params));
export const OPTIONS = optionsFor('GET', 'HEAD');

function userOf({ id = '' }: Record<string, string | undefined>) {
  return { name: 'users', id, ids: /^\d+$/, fields: ['name'] };
}
