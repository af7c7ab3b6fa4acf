import type { Collections } from '../../documents/schema/collection.ts';
import { isPublic } from '../../documents/schema/collections.ts';
import type { Api } from '../api.ts';
import { json, notModified, withType } from '../contents.ts';
import { type HeaderName, headerRefs } from '../headers.ts';
import { type Operation, type Paths, type Response, refTo, type SecurityRequirement } from '../openapi.ts';
import { IF_NONE_MATCH } from '../parameters.ts';
import { problemResponses } from '../problems.ts';
import { OPEN } from '../security.ts';
import { TAGS } from '../tags.ts';
import { staticFile } from './static-file.ts';

/** A credential shows more, and is not needed. */
const ANY_CREDENTIAL: readonly SecurityRequirement[] = [{}, { bearer: [] }];

/** Headers of what describes the API. */
const DESCRIPTION_HEADERS: readonly HeaderName[] = ['ETag', 'Age', 'Cf-Cache-Status', 'Server-Timing'];

/** The routes that belong to no collection. */
export function servicePaths({ collections }: Api): Paths {
  const explanation = staticFile('readProblem', 'A page that explains a problem', 'text/html', {
    type: 'string',
  });
  return {
    '/api': {
      get: {
        operationId: 'listCollections',
        tags: [TAGS.service],
        summary: 'Lists the collections that you may read, and what each can do',
        security: ANY_CREDENTIAL,
        responses: {
          200: json('The collections.', refTo('schemas', 'perigee.collections'), ['Link', 'Server-Timing']),
          ...problemResponses('worker', 'database', 'credential'),
        },
      },
    },
    '/health.json': {
      get: {
        operationId: 'readHealth',
        tags: [TAGS.service],
        summary: 'Tells the deployed version, and whether its database can be read',
        security: OPEN,
        responses: {
          200: json('It can serve.', refTo('schemas', 'perigee.health'), ['Server-Timing']),
          ...problemResponses('worker', 'database'),
        },
      },
    },
    '/schemas/{collection}.json': { get: schemaOperation(collections) },
    '/openapi.json': {
      get: {
        operationId: 'readOpenApi',
        tags: [TAGS.service],
        summary: 'The OpenAPI document',
        description:
          'With a credential: the operations that it allows, of the collections that you may read.',
        security: ANY_CREDENTIAL,
        parameters: [IF_NONE_MATCH],
        responses: {
          200: json('The document.', { type: 'object' }, DESCRIPTION_HEADERS),
          304: notModified(['ETag']),
          ...problemResponses('worker', 'database', 'credential', 'contract'),
        },
      },
    },
    '/llms.txt': {
      get: staticFile('readLlmsText', 'What is served, for coding assistants', 'text/plain', {
        type: 'string',
      }),
    },
    '/problems/{code}': {
      get: {
        ...explanation,
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
          ...explanation.responses,
          404: html('A page: no problem has this code.'),
          ...problemResponses('worker'),
        },
      },
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
    description: 'It describes a document as it is stored, its id apart.',
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
      200: withType('application/schema+json', json('The schema.', { type: 'object' }, DESCRIPTION_HEADERS)),
      304: notModified(['ETag']),
      ...problemResponses('worker', 'path', 'database', 'credential'),
    },
  };
}

function html(description: string): Response {
  return {
    description,
    headers: headerRefs('X-Request-Id', 'Cache-Control'),
    content: { 'text/html': { schema: { type: 'string' } } },
  };
}
