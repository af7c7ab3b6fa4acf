import type { APIRoute } from 'astro';
import { getFields } from '../../lib/documents/serve.ts';
import { optionsFor } from '../../lib/http/methods.ts';
import { documents } from '../../platform/services.ts';

/** The tutorial's endpoint: the name of user 0, 1, 2, … */
export const GET: APIRoute = (context) =>
  getFields(context.request, documents(context), {
    name: 'users',
    id: userIdOf(context.params),
    fields: ['name'],
  });
export const OPTIONS = optionsFor('GET', 'HEAD');

/** The number in the path, or an id that no document has. */
function userIdOf({ id = '' }: Record<string, string | undefined>): string {
  return /^\d+$/.test(id) ? id : '';
}
