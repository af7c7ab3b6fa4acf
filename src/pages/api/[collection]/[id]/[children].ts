import type { APIRoute } from 'astro';
import { collections } from '../../../../collections.ts';
import { cacheRead } from '../../../../lib/documents/cache-read.ts';
import { nestedQuery } from '../../../../lib/documents/query/nested.ts';
import { listResponse } from '../../../../lib/documents/representation.ts';
import { readList } from '../../../../lib/documents/store/read.ts';
import { parseEntityTags } from '../../../../lib/http/entity-tag.ts';
import { optionsFor } from '../../../../lib/http/methods.ts';
import { authorizeRead, collectionNamed, databaseOf, methodNotAllowed, targetOf } from '../../_context.ts';

/** json-server's nested list: the documents of one collection that point to a document of another. */
export const GET: APIRoute = async (context) => {
  const { request } = context;
  const { collection: parent, rest } = targetOf(request);
  const [id = '', name = ''] = rest;
  const collection = collectionNamed(name);
  const query = nestedQuery(new URL(request.url).searchParams, { parent, id }, collection, collections);
  await authorizeRead(request, collection, query.relations);
  cacheRead(context, 'nestedList', collection, query.relations);
  const known = parseEntityTags(request.headers.get('if-none-match')) ?? [];
  return listResponse(request, query, await readList(databaseOf(context), collection, query, known));
};

export const HEAD = GET;
export const OPTIONS = optionsFor('GET', 'HEAD');
export const ALL = methodNotAllowed('GET', 'HEAD');
