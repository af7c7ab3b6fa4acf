import type { APIRoute } from 'astro';
import { collections } from '../../collections.ts';
import { cacheRead } from '../../lib/documents/cache-read.ts';
import { documentResponse } from '../../lib/documents/responses.ts';
import { readDocument } from '../../lib/documents/store/read.ts';
import { optionsFor } from '../../lib/http/methods.ts';
import { Problem } from '../../lib/http/problem.ts';
import { authorizeRead, databaseOf } from './_context.ts';

const NAME_ONLY = { fields: ['name'], relations: { embed: [], expand: [] } };

/** The tutorial's endpoint: the name of the user whose id is a number. */
export const GET: APIRoute = async (context) => {
  const { id = '' } = context.params;
  await authorizeRead(context.request, collections.users);
  const user = /^\d+$/.test(id)
    ? await readDocument(databaseOf(context), collections.users, id, NAME_ONLY, [])
    : null;
  const kind = user === null ? 'missingDocument' : 'item';
  cacheRead(context, kind, collections.users, NAME_ONLY.relations, id);
  if (user === null) throw new Problem('no-such-document', `There is no user ${id}.`);
  return documentResponse(context.request, user);
};
export const OPTIONS = optionsFor('GET', 'HEAD');
