import type { APIRoute } from 'astro';
import { collections } from '../../../collections.ts';
import { purgeWritten } from '../../../lib/cache/policy.ts';
import { checkDocument, parseObject } from '../../../lib/documents/body/validate.ts';
import { parseListQuery } from '../../../lib/documents/query/parse.ts';
import { createdResponse } from '../../../lib/documents/responses.ts';
import { createDocumentOnce } from '../../../lib/documents/store/idempotency.ts';
import { createDocument } from '../../../lib/documents/store/write.ts';
import { fingerprint } from '../../../lib/http/digest.ts';
import { idempotencyKey } from '../../../lib/http/idempotency-key.ts';
import { readJsonText } from '../../../lib/http/json-body.ts';
import { optionsFor } from '../../../lib/http/methods.ts';
import {
  answerList,
  authorizeRead,
  authorizeWrite,
  databaseOf,
  methodNotAllowed,
  targetOf,
} from '../_context.ts';

export const GET: APIRoute = async (context) => {
  const { request } = context;
  const { collection } = targetOf(request);
  await authorizeRead(request, collection);
  const query = parseListQuery(new URL(request.url).searchParams, collection, collections);
  return answerList(context, 'list', collection, query);
};

export const POST: APIRoute = async (context) => {
  const { request } = context;
  const { collection } = targetOf(request);
  await authorizeWrite(request);
  const key = idempotencyKey(request.headers);
  const text = await readJsonText(request);
  const sent = checkDocument(parseObject(text), collection);
  const db = databaseOf(context);
  const document =
    key === null
      ? await createDocument(db, collection, sent)
      : await createDocumentOnce(
          db,
          collection,
          sent,
          { key, fingerprint: await fingerprint(text) },
          Date.now(),
        );
  await purgeWritten(context, collection.name, document.id);
  return createdResponse(request, collection, document);
};

export const HEAD = GET;
export const OPTIONS = optionsFor('GET', 'HEAD', 'POST');
export const ALL = methodNotAllowed('GET', 'HEAD', 'POST');
