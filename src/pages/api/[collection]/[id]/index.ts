import type { APIContext, APIRoute } from 'astro';
import { collections } from '../../../../collections.ts';
import { purgeWritten } from '../../../../lib/cache/policy.ts';
import { checkDocument, parseObject } from '../../../../lib/documents/body/validate.ts';
import { cacheRead } from '../../../../lib/documents/cache-read.ts';
import { parseSelection } from '../../../../lib/documents/query/parse.ts';
import {
  createdResponse,
  deletedResponse,
  documentResponse,
  writtenResponse,
} from '../../../../lib/documents/responses.ts';
import { readDocument } from '../../../../lib/documents/store/read.ts';
import {
  createDocumentAt,
  deleteDocument,
  documentMissing,
  expectWritten,
  mergeDocument,
  replaceDocument,
} from '../../../../lib/documents/store/write.ts';
import { parseEntityTags } from '../../../../lib/http/entity-tag.ts';
import { readJsonText } from '../../../../lib/http/json-body.ts';
import { optionsFor } from '../../../../lib/http/methods.ts';
import {
  authorizeRead,
  authorizeRelated,
  authorizeWrite,
  databaseOf,
  methodNotAllowed,
  preconditionOf,
  targetOf,
} from '../../_context.ts';

export const GET: APIRoute = async (context) => {
  const { request } = context;
  const { collection, id } = documentTarget(context);
  await authorizeRead(request, collection);
  const selection = parseSelection(new URL(request.url).searchParams, collection, collections);
  await authorizeRelated(request, selection.relations);
  const known = parseEntityTags(request.headers.get('if-none-match')) ?? [];
  const document = await readDocument(databaseOf(context), collection, id, selection, known);
  cacheRead(context, document === null ? 'missingDocument' : 'item', collection, selection.relations, id);
  if (document === null) throw documentMissing(collection, id);
  return documentResponse(request, document);
};

export const PUT: APIRoute = async (context) => {
  const { request } = context;
  const { collection, id } = documentTarget(context);
  await authorizeWrite(request);
  const sent = checkDocument(await objectOf(request), collection);
  const precondition = preconditionOf(request);
  if (precondition.ifNoneMatch === 'any') {
    const created = await createDocumentAt(databaseOf(context), collection, id, sent);
    await purgeWritten(context, collection.name, id);
    return createdResponse(request, collection, created);
  }
  const result = await replaceDocument(databaseOf(context), collection, id, sent, precondition);
  const written = expectWritten(result, collection, id, precondition);
  await purgeWritten(context, collection.name, id);
  return writtenResponse(written);
};

export const PATCH: APIRoute = async (context) => {
  const { request } = context;
  const { collection, id } = documentTarget(context);
  await authorizeWrite(request);
  const patch = await objectOf(request);
  const precondition = preconditionOf(request);
  const result = await mergeDocument(databaseOf(context), collection, id, patch, precondition);
  const written = expectWritten(result, collection, id, precondition);
  await purgeWritten(context, collection.name, id);
  return writtenResponse(written);
};

export const DELETE: APIRoute = async (context) => {
  const { request } = context;
  const { collection, id } = documentTarget(context);
  await authorizeWrite(request);
  const precondition = preconditionOf(request);
  const result = await deleteDocument(databaseOf(context), collection, id, precondition);
  const deleted = expectWritten(result, collection, id, precondition);
  await purgeWritten(context, collection.name, id);
  return deletedResponse(deleted);
};

export const HEAD = GET;
export const OPTIONS = optionsFor('GET', 'HEAD', 'PUT', 'PATCH', 'DELETE');
export const ALL = methodNotAllowed('GET', 'HEAD', 'PUT', 'PATCH', 'DELETE');

function documentTarget({ request }: APIContext) {
  const { collection, rest } = targetOf(request);
  return { collection, id: rest[0] ?? '' };
}

async function objectOf(request: Request): Promise<Record<string, unknown>> {
  return parseObject(await readJsonText(request));
}
