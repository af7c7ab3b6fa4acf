import { json } from '../contents.ts';
import { headerRefs } from '../headers.ts';
import { type Operation, type Paths, type Response, refTo } from '../openapi.ts';
import { problemResponses } from '../problems.ts';
import { OPEN } from '../security.ts';
import { staticFile } from './static-file.ts';

/** The routes that belong to no collection. */
export function servicePaths(): Paths {
  const explanation = staticFile('problems.read', 'A page that explains a problem', 'text/html', {
    type: 'string',
  });
  return {
    '/api': {
      get: {
        operationId: 'collections.list',
        tags: ['service'],
        summary: 'Lists the collections that you may read, and what each can do',
        security: [{}, { bearer: [] }],
        responses: {
          200: json('The collections.', refTo('schemas', 'perigee.collections'), ['Link', 'Server-Timing']),
          ...problemResponses('worker', 'credential', 'database'),
        },
      },
    },
    '/health.json': {
      get: {
        operationId: 'health.read',
        tags: ['service'],
        summary: 'Tells the deployed version, and whether its database can be read',
        security: OPEN,
        responses: {
          200: json('It can serve.', refTo('schemas', 'perigee.health'), ['Server-Timing']),
          ...problemResponses('worker', 'database'),
        },
      },
    },
    '/schemas/{collection}.json': {
      get: {
        ...staticFile('schemas.read', 'The JSON Schema of a public collection', 'application/schema+json', {
          type: 'object',
        }),
        parameters: [
          {
            name: 'collection',
            in: 'path',
            required: true,
            description: 'The name of a collection.',
            schema: { type: 'string' },
          },
        ],
      },
    },
    '/openapi.json': {
      get: staticFile('openapi.read', 'This document', 'application/json', { type: 'object' }),
    },
    '/llms.txt': {
      get: staticFile('llms.read', 'What is served, for coding assistants', 'text/plain', { type: 'string' }),
    },
    '/reference': {
      get: staticFile('reference.read', 'This document as a page', 'text/html', { type: 'string' }),
    },
    '/': { get: page('home.read', 'The home page') },
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

function page(operationId: string, summary: string): Operation {
  return {
    operationId,
    tags: ['service'],
    summary,
    security: OPEN,
    responses: { 200: html('The page.'), ...problemResponses('worker') },
  };
}

function html(description: string): Response {
  return {
    description,
    headers: headerRefs('X-Request-Id', 'Cache-Control'),
    content: { 'text/html': { schema: { type: 'string' } } },
  };
}
