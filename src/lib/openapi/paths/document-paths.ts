import type { Collection } from '../../documents/schema/collection.ts';
import { type Api, examplesOf, newExample } from '../api.ts';
import { ID, schemaRef } from '../collection-schemas.ts';
import type { HeaderName } from '../headers.ts';
import type { Example, Operation, Parameter, Paths } from '../openapi-types.ts';
import { CONDITIONAL_WRITE_PARAMETERS, DOCUMENT_PARAMETERS, pathId } from '../parameters.ts';
import { problemResponses, WRITE_PROBLEMS } from '../problems.ts';
import {
  CACHED_HEADERS,
  CREATION_HEADERS,
  jsonResponse,
  notModified,
  objectBody,
  WRITE_HEADERS,
  WRITTEN_DOCUMENT_HEADERS,
} from '../response-objects.ts';
import { securityOf } from '../security.ts';
import { patchBody } from './patch-body.ts';

const VALIDATORS: readonly HeaderName[] = ['ETag', 'Last-Modified'];

/** `/api/{collection}/{id}`, or `/api/{singleton}`. */
export function documentPaths(api: Api, collection: Collection): Paths {
  const { name, isSingleton } = collection;
  const [first] = examplesOf(api, collection);
  const id = isSingleton ? [] : [pathId('id', name, ID, first?.id)];
  const url = isSingleton ? `/api/${name}` : `/api/${name}/${encodeURIComponent(String(first?.id))}`;
  const example = first === undefined ? null : { summary: `GET ${url}`, value: first };
  return {
    [isSingleton ? `/api/${name}` : `/api/${name}/{id}`]: {
      get: readOperation(collection, id, example),
      put: replaceOperation(api, collection, id),
      patch: mergeOperation(api, collection, id),
      ...(!isSingleton && { delete: deleteOperation(collection, id) }),
    },
  };
}

function one({ singular, isSingleton, name }: Collection): string {
  return isSingleton ? `the ${name}` : `one of ${name === singular ? name : `the ${name}`}`;
}

function readOperation(collection: Collection, id: Parameter[], example: Example | null): Operation {
  const { name } = collection;
  return {
    operationId: `${name}:read`,
    tags: [name],
    summary: `Reads ${one(collection)}`,
    security: securityOf(collection, 'read'),
    parameters: [...id, ...DOCUMENT_PARAMETERS],
    responses: {
      200: jsonResponse(
        'The document.',
        schemaRef(collection, 'document'),
        [...CACHED_HEADERS, 'Last-Modified'],
        example,
      ),
      304: notModified(VALIDATORS),
      ...problemResponses('worker', 'path', 'database', 'credential', 'selection', 'document'),
    },
  };
}

function replaceOperation(api: Api, collection: Collection, id: Parameter[]): Operation {
  const { name, isSingleton } = collection;
  const document = schemaRef(collection, 'document');
  const [created, without]: [string, string] = isSingleton
    ? ['It creates the document if there is none.', '']
    : ['With `If-None-Match: *`, it creates the document.', ' Without it, a missing document is 404.'];
  return {
    operationId: `${name}:replace`,
    tags: [name],
    summary: `Replaces ${one(collection)}`,
    description: created + without,
    security: securityOf(collection, 'create', 'update'),
    parameters: [...id, ...CONDITIONAL_WRITE_PARAMETERS],
    requestBody: objectBody(schemaRef(collection, 'new'), newExample(api, collection)),
    responses: {
      200: jsonResponse('The document.', document, WRITTEN_DOCUMENT_HEADERS),
      201: jsonResponse('The new document.', document, CREATION_HEADERS),
      ...problemResponses(
        ...WRITE_PROBLEMS,
        'body',
        'document',
        'precondition',
        ...(isSingleton ? [] : (['create'] as const)),
      ),
    },
  };
}

function mergeOperation(api: Api, collection: Collection, id: Parameter[]): Operation {
  const { name } = collection;
  return {
    operationId: `${name}:merge`,
    tags: [name],
    summary: `Merges a patch into ${one(collection)}`,
    description: 'A JSON Merge Patch (RFC 7396): `null` removes a field.',
    security: securityOf(collection, 'update'),
    parameters: [...id, ...CONDITIONAL_WRITE_PARAMETERS],
    requestBody: patchBody(api, collection),
    responses: {
      200: jsonResponse('The document.', schemaRef(collection, 'document'), WRITTEN_DOCUMENT_HEADERS),
      ...problemResponses(...WRITE_PROBLEMS, 'body', 'document', 'precondition'),
    },
  };
}

function deleteOperation(collection: Collection, id: Parameter[]): Operation {
  const { name } = collection;
  return {
    operationId: `${name}:delete`,
    tags: [name],
    summary: `Deletes ${one(collection)}`,
    description: 'Its id is never used again.',
    security: securityOf(collection, 'delete'),
    parameters: [...id, ...CONDITIONAL_WRITE_PARAMETERS],
    responses: {
      200: jsonResponse('The document that was deleted.', schemaRef(collection, 'document'), WRITE_HEADERS),
      ...problemResponses(...WRITE_PROBLEMS, 'document', 'precondition'),
    },
  };
}
