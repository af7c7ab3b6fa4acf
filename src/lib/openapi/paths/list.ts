import { MAX_DOCUMENTS } from '../../documents/limits.ts';
import { MAX_RESPONSE_CHANGES } from '../../documents/query/changes-query.ts';
import type { Collection } from '../../documents/schema/collection.ts';
import { CONTENT_TYPES } from '../../documents/stream/format.ts';
import { PATCH_TYPE } from '../../http/request/body-text.ts';
import { type Api, examplesOf, newExample, patchExample } from '../api.ts';
import { ID, schemaRef } from '../collection-schemas.ts';
import { CREATED, json, notModified, objectBody, SHARED, WRITTEN, withExample } from '../contents.ts';
import type { HeaderName } from '../headers.ts';
import type { Example, Operation, PathItem, Paths, Response } from '../openapi.ts';
import { changesParameters, idsParameter, listParameters, OF_CREATION } from '../parameters.ts';
import { OF_ANY_WRITE, problemResponses } from '../problems.ts';
import { securityOf } from '../security.ts';
import { changesSchema, pageSchema } from '../shared-schemas.ts';

/** Documents of an example. */
const MOST_SHOWN = 3;

const LIST_HEADERS: readonly HeaderName[] = [
  ...SHARED,
  'X-Total-Count',
  'X-Total-Count-Is',
  'X-Undeclared-Fields',
  'X-Collection-Version',
  'Content-Disposition',
  'Link',
];

/** `/api/{collection}` and its changes. */
export function listPaths(api: Api, collection: Collection): Paths {
  const path = `/api/${collection.name}`;
  const item: PathItem = {
    get: listOperation(api, collection),
    post: createOperation(api, collection),
    patch: patchManyOperation(api, collection),
    delete: deleteManyOperation(api, collection),
  };
  return {
    [path]: item,
    ...(collection.changes && { [`${path}/changes`]: { get: changesOperation(collection) } }),
  };
}

function listOperation(api: Api, collection: Collection): Operation {
  const { name } = collection;
  return {
    operationId: `${name}:list`,
    tags: [name],
    summary: `Lists ${name}`,
    description:
      'Without `_page`, `_per_page`, `_limit` and `_end`, at most 1,000 documents, with a `Link` to the rest.',
    security: securityOf(collection, 'read'),
    parameters: listParameters(collection),
    responses: {
      200: listResponse(
        'The documents; an object around them with `_per_page`. A stream has a line for each: of JSON, or of CSV below its header.',
        collection,
        listExample(api, collection),
      ),
      304: notModified(['ETag']),
      ...problemResponses('worker', 'path', 'database', 'credential', 'list'),
    },
  };
}

/**
 * The documents as JSON, or as a stream. The schema of a stream is that of the list that it is parsed to, as OpenAPI 3.2 says
 * of sequential media types (https://spec.openapis.org/oas/v3.2.0.html#sequential-media-types), so that the type of a
 * generated client stays a list.
 */
export function listResponse(
  description: string,
  collection: Collection,
  example: Example | null = null,
): Response {
  const { content, ...response } = json(description, listSchema(collection), LIST_HEADERS, example);
  const documents = { type: 'array', items: schemaRef(collection, 'document') };
  const streams = Object.values(CONTENT_TYPES).map((type) => [
    type.replace(/;.*$/, ''),
    { schema: documents },
  ]);
  return { ...response, content: { ...content, ...Object.fromEntries(streams) } };
}

/** An array, or json-server 1's object around a page. */
function listSchema(collection: Collection) {
  const document = schemaRef(collection, 'document');
  return { anyOf: [{ type: 'array', items: document }, pageSchema(document)] };
}

function listExample(api: Api, collection: Collection): Example | null {
  const value = examplesOf(api, collection).slice(0, MOST_SHOWN);
  if (value.length === 0) return null;
  return { summary: `GET /api/${collection.name}?_limit=${value.length}`, value };
}

function createOperation(api: Api, collection: Collection): Operation {
  const { name } = collection;
  const one = schemaRef(collection, 'new');
  const document = schemaRef(collection, 'document');
  const several = { type: 'array', minItems: 1, maxItems: MAX_DOCUMENTS };
  const body = objectBody({ anyOf: [one, { ...several, items: one }] }, newExample(api, collection));
  return {
    operationId: `${name}:create`,
    tags: [name],
    summary: `Creates one or several ${name}`,
    description: `An array creates up to ${MAX_DOCUMENTS} documents, all or none.`,
    security: securityOf(collection, 'create'),
    parameters: [...OF_CREATION],
    requestBody: {
      ...body,
      content: { ...body.content, 'application/x-ndjson': { schema: { type: 'string' } } },
    },
    responses: {
      201: json('What was created.', { anyOf: [document, { ...several, items: document }] }, CREATED),
      ...problemResponses(...OF_ANY_WRITE, 'body', 'create', 'repeat'),
    },
  };
}

function patchManyOperation(api: Api, collection: Collection): Operation {
  const { name } = collection;
  return {
    operationId: `${name}:mergeSeveral`,
    tags: [name],
    summary: `Merges one patch into several ${name}`,
    description: 'In one transaction: all or none.',
    security: securityOf(collection, 'update'),
    parameters: [idsParameter(ID, examplesOf(api, collection)[0]?.id)],
    requestBody: patchBody(api, collection),
    responses: {
      200: json('The documents, in the order of the ids.', writtenList(collection), WRITTEN),
      ...problemResponses(...OF_ANY_WRITE, 'body', 'ids'),
    },
  };
}

/** A JSON Merge Patch (RFC 7396). */
export function patchBody(api: Api, collection: Collection) {
  const schema = schemaRef(collection, 'patch');
  const content = {
    [PATCH_TYPE]: withExample(schema, patchExample(api, collection)),
    'application/json': withExample(schema, null),
  };
  return { required: true as const, content };
}

function deleteManyOperation(api: Api, collection: Collection): Operation {
  const { name } = collection;
  return {
    operationId: `${name}:deleteSeveral`,
    tags: [name],
    summary: `Deletes several ${name}`,
    description: 'In one transaction: all or none.',
    security: securityOf(collection, 'delete'),
    parameters: [idsParameter(ID, examplesOf(api, collection)[0]?.id)],
    responses: {
      200: json('What was deleted, in the order of the ids.', writtenList(collection), WRITTEN),
      ...problemResponses(...OF_ANY_WRITE, 'ids'),
    },
  };
}

function writtenList(collection: Collection) {
  return { type: 'array', items: schemaRef(collection, 'document') };
}

function changesOperation(collection: Collection): Operation {
  const { name } = collection;
  return {
    operationId: `${name}:changes`,
    tags: [name],
    summary: `Lists the changes of ${name}`,
    description: 'What was created, changed and deleted since a version, in order.',
    security: securityOf(collection, 'read'),
    parameters: changesParameters(MAX_RESPONSE_CHANGES),
    responses: {
      200: json('The changes.', changesSchema(schemaRef(collection, 'document')), [...SHARED, 'Link']),
      304: notModified(['ETag']),
      ...problemResponses('worker', 'path', 'database', 'credential', 'changes'),
    },
  };
}
