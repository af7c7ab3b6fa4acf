import { MAX_DOCUMENTS } from '../../documents/limits.ts';
import { MAX_RESPONSE_CHANGES } from '../../documents/query/changes-query.ts';
import type { Collection } from '../../documents/schema/collection.ts';
import { CONTENT_TYPES } from '../../documents/stream/list-format.ts';
import { type Api, examplesOf, newExample } from '../api.ts';
import { schemaRef } from '../collection-schemas.ts';
import type { HeaderName } from '../headers.ts';
import type { Example, Operation, PathItem, Paths, Response } from '../openapi-types.ts';
import { CREATION_PARAMETERS, changesParameters, listParameters } from '../parameters.ts';
import { problemResponses, WRITE_PROBLEMS } from '../problems.ts';
import {
  CACHED_HEADERS,
  CREATION_HEADERS,
  jsonResponse,
  notModified,
  objectBody,
} from '../response-objects.ts';
import { securityOf } from '../security.ts';
import { changesSchema, pageSchema } from '../shared-schemas.ts';
import { deleteManyOperation, patchManyOperation } from './bulk-operations.ts';

/** Maximum documents of an example. */
const MAX_SHOWN = 3;

const LIST_HEADERS: readonly HeaderName[] = [
  ...CACHED_HEADERS,
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
        'The documents; with `_per_page`, in an object. A stream has one line of NDJSON or one record of CSV per document.',
        collection,
        listExample(api, collection),
      ),
      304: notModified(['ETag']),
      ...problemResponses('worker', 'path', 'database', 'credential', 'list'),
    },
  };
}

/**
 * The documents as JSON or as a stream. The schema of a stream is that of the parsed list, as OpenAPI 3.2 defines for
 * sequential media types (https://spec.openapis.org/oas/v3.2.0.html#sequential-media-types). A generated client then has
 * one type for all formats.
 */
export function listResponse(
  description: string,
  collection: Collection,
  example: Example | null = null,
): Response {
  const { content, ...response } = jsonResponse(description, listSchema(collection), LIST_HEADERS, example);
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
  const value = examplesOf(api, collection).slice(0, MAX_SHOWN);
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
    parameters: [...CREATION_PARAMETERS],
    requestBody: {
      ...body,
      content: { ...body.content, 'application/x-ndjson': { schema: { type: 'string' } } },
    },
    responses: {
      201: jsonResponse(
        'The new document or documents.',
        { anyOf: [document, { ...several, items: document }] },
        CREATION_HEADERS,
      ),
      ...problemResponses(...WRITE_PROBLEMS, 'body', 'create', 'repeat'),
    },
  };
}

function changesOperation(collection: Collection): Operation {
  const { name } = collection;
  return {
    operationId: `${name}:changes`,
    tags: [name],
    summary: `Lists the changes of ${name}`,
    description: 'The documents that were created, changed or deleted since a version, in order.',
    security: securityOf(collection, 'read'),
    parameters: changesParameters(MAX_RESPONSE_CHANGES),
    responses: {
      200: jsonResponse('The changes.', changesSchema(schemaRef(collection, 'document')), [
        ...CACHED_HEADERS,
        'Link',
      ]),
      304: notModified(['ETag']),
      ...problemResponses('worker', 'path', 'database', 'credential', 'changes'),
    },
  };
}
