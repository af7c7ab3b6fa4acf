import { json } from '../contents.ts';
import { headerRefs } from '../headers.ts';
import { type Operation, type Paths, type Response, refTo, type Schema } from '../openapi.ts';
import { problemResponses, REFUSED_BY_CLOUDFLARE } from '../problems.ts';
import { OPEN } from '../security.ts';

/** The routes that belong to no collection, and those of the tutorial that the project started from. */
export function servicePaths(): Paths {
  return {
    '/api': {
      get: {
        operationId: 'collections.list',
        tags: ['service'],
        summary: 'Lists the collections that you may read',
        security: [{}, { bearer: [] }],
        responses: {
          200: json('The collections.', refTo('schemas', 'perigee.collections'), ['Link']),
          ...problemResponses('worker', 'credential'),
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
        ...page('problems.read', 'A page that explains a problem'),
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
          200: html('The page.'),
          404: html('A page: no problem has this code.'),
          ...problemResponses('worker'),
        },
      },
    },
    ...tutorialPaths(),
  };
}

function tutorialPaths(): Paths {
  const message = (value: Schema): Schema => ({
    type: 'object',
    properties: { message: value },
    required: ['message'],
  });
  const method = (name: string): Operation => ({
    operationId: `method.${name.toLowerCase()}`,
    tags: ['tutorial'],
    summary: `Answers ${name} with its name`,
    security: OPEN,
    responses: {
      200: json('The name of the method.', message({ const: `This was a ${name}!` })),
      ...problemResponses('worker'),
    },
  });
  return {
    '/hello': {
      get: {
        operationId: 'hello.read',
        tags: ['tutorial'],
        summary: 'A greeting',
        security: OPEN,
        responses: {
          200: json('The greeting.', message({ const: 'Hello from Astro API!' })),
          ...problemResponses('worker'),
        },
      },
    },
    '/built-with.json': {
      get: staticFile('builtWith.read', 'A static file, made at build', 'application/json', {
        type: 'object',
        properties: { name: { const: 'Astro' }, url: { const: 'https://astro.build/' } },
        required: ['name', 'url'],
      }),
    },
    '/method.json': {
      get: method('GET'),
      post: method('POST'),
      put: method('PUT'),
      patch: method('PATCH'),
      delete: method('DELETE'),
    },
  };
}

/** `/api/{id}.json`: the name of one of the users, where there is such a collection. */
export function userNamePath(): Paths {
  return {
    '/api/{id}.json': {
      get: {
        operationId: 'users.name',
        tags: ['tutorial'],
        summary: 'The name of a user',
        security: OPEN,
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            description: 'The id of the user.',
            schema: { type: 'integer', minimum: 0 },
            example: 0,
          },
        ],
        responses: {
          200: json('The name.', { type: 'object', properties: { name: { type: 'string' } } }, [
            'ETag',
            'Last-Modified',
            'Age',
            'Cf-Cache-Status',
            'Server-Timing',
          ]),
          304: { description: 'The client has the present state.' },
          ...problemResponses('worker', 'path', 'database', 'document'),
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

function staticFile(operationId: string, summary: string, type: string, schema: Schema): Operation {
  return {
    operationId,
    tags: [operationId === 'builtWith.read' ? 'tutorial' : 'service'],
    summary,
    description: 'A static file: the Worker does not run.',
    security: OPEN,
    responses: {
      200: {
        description: 'The file.',
        headers: headerRefs('ETag', 'Cache-Control', 'Cf-Cache-Status'),
        content: { [type]: { schema } },
      },
      ...REFUSED_BY_CLOUDFLARE,
    },
  };
}
