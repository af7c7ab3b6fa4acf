import type { Collections } from '../../documents/schema/collection.ts';
import { findCollection } from '../../documents/schema/find-collection.ts';
import type { Operation, Paths, Schema } from '../openapi-types.ts';
import { problemResponses } from '../problems.ts';
import { jsonResponse } from '../response-objects.ts';
import { OPEN, securityOf } from '../security.ts';
import { TAGS } from '../tags.ts';
import { staticFile } from './static-file.ts';

/** The routes of the tutorial that the project started from, except `/api/{id}.json`. */
export function tutorialPaths(): Paths {
  return {
    '/hello': {
      get: {
        operationId: 'readHello',
        tags: [TAGS.tutorial],
        summary: 'A greeting',
        security: OPEN,
        responses: {
          200: jsonResponse('The greeting.', messageSchema('Hello from Astro API!')),
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
      get: methodOperation('GET'),
      post: methodOperation('POST'),
      put: methodOperation('PUT'),
      patch: methodOperation('PATCH'),
      delete: methodOperation('DELETE'),
    },
  };
}

function messageSchema(message: string): Schema {
  return { type: 'object', properties: { message: { const: message } }, required: ['message'] };
}

function methodOperation(name: string): Operation {
  return {
    operationId: `answer${name[0]}${name.slice(1).toLowerCase()}`,
    tags: [TAGS.tutorial],
    summary: `Responds to ${name} with its name`,
    security: OPEN,
    responses: {
      200: jsonResponse('The name of the method.', messageSchema(`This was a ${name}!`)),
      ...problemResponses('worker'),
    },
  };
}

/** `/api/{id}.json`: the name of a user, if there is a collection `users`. */
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
          200: jsonResponse('The name.', { type: 'object', properties: { name: { type: 'string' } } }, [
            'ETag',
            'Last-Modified',
            'Age',
            'Cf-Cache-Status',
            'Server-Timing',
          ]),
          304: { description: 'The client has stored the current state.' },
          ...problemResponses('worker', 'path', 'database', 'credential', 'document'),
        },
      },
    },
  };
}
