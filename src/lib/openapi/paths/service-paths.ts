import type { Collections } from '../../documents/schema/collection.ts';
import { isPublic } from '../../documents/schema/find-collection.ts';
import type { Api } from '../api.ts';
import { type HeaderName, headerRefs } from '../headers.ts';
import type { Operation, Paths, Response, SecurityRequirement } from '../openapi-types.ts';
import { IF_NONE_MATCH } from '../parameters.ts';
import { problemResponses } from '../problems.ts';
import { refTo } from '../references.ts';
import { jsonResponse, notModified, withType } from '../response-objects.ts';
import { OPEN } from '../security.ts';
import { TAGS } from '../tags.ts';
import { staticFile } from './static-file.ts';

/** The credential is optional, and shows more. */
const ANY_CREDENTIAL: readonly SecurityRequirement[] = [{}, { bearer: [] }];

/** Headers of the descriptions of the API. */
const DESCRIPTION_HEADERS: readonly HeaderName[] = ['ETag', 'Age', 'Cf-Cache-Status', 'Server-Timing'];

/** The routes that do not belong to a collection. */
export function servicePaths({ collections }: Api): Paths {
  return {
    '/api': { get: COLLECTIONS },
    '/health.json': { get: HEALTH },
    '/schemas/{collection}.json': { get: schemaOperation(collections) },
    '/openapi.json': { get: CONTRACT },
    '/llms.txt': {
      get: staticFile('readLlmsText', 'What is served, for coding assistants', 'text/plain', {
        type: 'string',
      }),
    },
    '/problems/{code}': { get: explanationOperation() },
  };
}

const COLLECTIONS: Operation = {
  operationId: 'listCollections',
  tags: [TAGS.service],
  summary: 'Lists the collections that you may read, and what each can do',
  security: ANY_CREDENTIAL,
  responses: {
    200: jsonResponse('The collections.', refTo('schemas', 'perigee.collections'), ['Link', 'Server-Timing']),
    ...problemResponses('worker', 'database', 'credential'),
  },
};

const HEALTH: Operation = {
  operationId: 'readHealth',
  tags: [TAGS.service],
  summary: 'Reports the deployed version, and whether its database can be read',
  security: OPEN,
  responses: {
    200: jsonResponse('The version can serve.', refTo('schemas', 'perigee.health'), ['Server-Timing']),
    ...problemResponses('worker', 'database'),
  },
};

const CONTRACT: Operation = {
  operationId: 'readOpenApi',
  tags: [TAGS.service],
  summary: 'The OpenAPI document',
  description: 'With a credential: the operations that it allows, of the collections that you may read.',
  security: ANY_CREDENTIAL,
  parameters: [IF_NONE_MATCH],
  responses: {
    200: jsonResponse('The document.', { type: 'object' }, DESCRIPTION_HEADERS),
    304: notModified(['ETag']),
    ...problemResponses('worker', 'database', 'credential', 'contract'),
  },
};

/** The pages that explain problems are static files, and the Worker responds to unknown codes. */
function explanationOperation(): Operation {
  const page = staticFile('readProblem', 'A page that explains a problem', 'text/html', { type: 'string' });
  return {
    ...page,
    parameters: [
      {
        name: 'code',
        in: 'path',
        required: true,
        description: 'The `code` of a problem.',
        schema: { type: 'string' },
        example: 'not-found',
      },
    ],
    responses: {
      ...page.responses,
      404: htmlResponse('A page: no problem has this code.'),
      ...problemResponses('worker'),
    },
  };
}

function schemaOperation(collections: Collections): Operation {
  // The document of a caller names no collection that they may not read.
  const example = Object.values(collections).find(isPublic)?.name;
  return {
    operationId: 'readSchema',
    tags: [TAGS.service],
    summary: 'The JSON Schema of a collection',
    description: 'It describes a stored document, without its `id`.',
    security: ANY_CREDENTIAL,
    parameters: [
      {
        name: 'collection',
        in: 'path',
        required: true,
        description: 'The name of a collection.',
        schema: { type: 'string' },
        ...(example !== undefined && { example }),
      },
      IF_NONE_MATCH,
    ],
    responses: {
      200: withType(
        'application/schema+json',
        jsonResponse('The schema.', { type: 'object' }, DESCRIPTION_HEADERS),
      ),
      304: notModified(['ETag']),
      ...problemResponses('worker', 'path', 'database', 'credential'),
    },
  };
}

function htmlResponse(description: string): Response {
  return {
    description,
    headers: headerRefs('X-Request-Id', 'Cache-Control'),
    content: { 'text/html': { schema: { type: 'string' } } },
  };
}
