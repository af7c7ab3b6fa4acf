import type { APIRoute } from 'astro';
import { collections } from '../../../../collections.ts';
import { nestedQuery } from '../../../../lib/documents/query/nested.ts';
import { optionsFor } from '../../../../lib/http/methods.ts';
import { answerList, authorizeRead, collectionNamed, methodNotAllowed, targetOf } from '../../_context.ts';

/** json-server's nested list: the documents of one collection that point to a document of another. */
export const GET: APIRoute = async (context) => {
  const { request } = context;
  const { collection: parent, rest } = targetOf(request);
  const [id = '', name = ''] = rest;
  const collection = collectionNamed(name);
  await authorizeRead(request, collection);
  const query = nestedQuery(new URL(request.url).searchParams, { parent, id }, collection, collections);
  return answerList(context, 'nestedList', collection, query);
};

export const HEAD = GET;
export const OPTIONS = optionsFor('GET', 'HEAD');
export const ALL = methodNotAllowed('GET', 'HEAD');
