import type { Collections } from '../../documents/schema/collection.ts';
import { findCollection } from '../../documents/schema/find-collection.ts';
import type { Operation, Paths, Schema } from '../openapi-types.ts';
import { problemResponses } from '../problems.ts';
import { json } from '../response-objects.ts';
import { OPEN, securityOf } from '../security.ts';
import { TAGS } from '../tags.ts';
import { staticFile } from './static-file.ts';

/** The routes of the tutorial that the project started from, `/api/{id}.json` apart. */
export function tutorialPaths(): Paths {
  const message = (value: Schema): Schema => ({
    type: 'object',
    properties: { message: value },
    required: ['message'],
  });
  const method = (name: string): Operation => ({
    operationId: `answer${name[0]}${name.slice(1).toLowerCase()}`,
    tags: [TAGS.tutorial],
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
        operationId: 'readHello',
        tags: [TAGS.tutorial],
        summary: 'A greeting',
        security: OPEN,
        responses: {
          200: json('The greeting.', message({ const: 'Hello from Astro API!' })),
          ...problemResponses('worker'),
        },
      },
    },
    '/built-with.json': {
      get: staticFile(
        'readBuiltWith',
        'A static file, made at build',
        'application/json',
        {
          type: 'object',
          properties: { name: { const: 'Astro' }, url: { const: 'https://astro.build/' } },
          required: ['name', 'url'],
        },
        TAGS.tutorial,
      ),
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
export function userNamePath(collections: Collections): Paths {
  const users = findCollection(collections, 'users');
  if (users === null) return {};
  return {
    '/api/{id}.json': {
      get: {
        operationId: 'users:name',
        tags: [TAGS.tutorial],
        summary: 'The name of a user',
        security: securityOf(users, 'read'),
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
          ...problemResponses('worker', 'path', 'database', 'credential', 'document'),
        },
      },
    },
  };
}
