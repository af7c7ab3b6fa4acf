import { MAX_RESPONSE_CHANGES } from '../documents/query/changes-query.ts';
import { ID } from './collection-schemas.ts';
import type { Schema } from './openapi-types.ts';

const text = { type: 'string' };

/** Schemas that do not belong to a collection. */
export const SHARED_SCHEMAS: Readonly<Record<string, Schema>> = {
  'perigee.problem': {
    type: 'object',
    description: 'What went wrong (RFC 9457). `message` repeats `detail`.',
    properties: {
      type: { type: 'string', description: 'The path of the page that explains `code`.' },
      title: text,
      status: { type: 'integer' },
      detail: { type: 'string', description: 'The value, the rule, and what is allowed.' },
      instance: { type: 'string', description: 'The path of the request.' },
      code: { type: 'string', description: 'Stable: clients may compare it.' },
      message: text,
      errors: {
        type: 'object',
        additionalProperties: text,
        description: 'A message for each field or query parameter.',
      },
      violations: {
        type: 'array',
        description: 'A JSON Pointer (RFC 6901) and a message for each value that is refused.',
        items: {
          type: 'object',
          properties: { pointer: text, message: text },
          required: ['pointer', 'message'],
        },
      },
      ids: { type: 'array', items: ID, description: 'Ids that do not exist.' },
      version: { type: 'string', description: 'The deployed version, on `/health.json`.' },
    },
    required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'message'],
  },
  'perigee.collections': {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        name: text,
        url: text,
        schema: { type: 'string', description: 'The URL of the JSON Schema of its documents.' },
        total: { type: 'integer', minimum: 0, description: 'The exact number of its documents.' },
        singleton: { type: 'boolean', description: 'Whether it is a single document, at `url`.' },
        search: { type: 'boolean', description: 'Whether `q` finds documents by an index.' },
        changes: { type: 'boolean', description: 'Whether `{url}/changes` exists.' },
        indexes: {
          type: 'array',
          items: { type: 'array', items: text, minItems: 1 },
          description: 'The fields of each index, except the index of ids.',
        },
        relations: {
          type: 'object',
          description:
            'Relations whose foreign key a schema declares, between collections that you may read.',
          properties: {
            parents: arrayOf({ field: text, collection: text, expand: text }),
            children: arrayOf({ collection: text, field: text, embed: text }),
          },
          required: ['parents', 'children'],
        },
        actions: {
          type: 'array',
          items: { enum: ['create', 'update', 'delete'] },
          description: 'The writes that you may send.',
        },
      },
      required: [
        'name',
        'url',
        'schema',
        'total',
        'singleton',
        'search',
        'changes',
        'indexes',
        'relations',
        'actions',
      ],
    },
  },
  'perigee.health': {
    type: 'object',
    properties: {
      status: { const: 'ok' },
      database: { const: 'ok' },
      version: text,
      tag: text,
      deployed: text,
    },
    required: ['status', 'database', 'version', 'tag', 'deployed'],
  },
};

function arrayOf(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'array', items: { type: 'object', properties, required: Object.keys(properties) } };
}

/** json-server 1's object around a page, the response to `_per_page`. */
export function pageSchema(document: Schema): Schema {
  const number = { type: 'integer', minimum: 1 };
  const numberOrNull = { type: ['integer', 'null'], minimum: 1 };
  return {
    type: 'object',
    properties: {
      first: number,
      prev: numberOrNull,
      next: numberOrNull,
      last: numberOrNull,
      pages: numberOrNull,
      items: { type: ['integer', 'null'], minimum: 0 },
      data: { type: 'array', items: document },
    },
    required: ['first', 'prev', 'next', 'last', 'pages', 'items', 'data'],
  };
}

/** The response of `/api/{collection}/changes`. */
export function changesSchema(document: Schema): Schema {
  const version = { type: 'integer', minimum: 0 };
  return {
    type: 'object',
    properties: {
      version: { ...version, description: 'The next `_since`.' },
      changes: {
        type: 'array',
        maxItems: MAX_RESPONSE_CHANGES,
        items: {
          anyOf: [
            {
              type: 'object',
              properties: { version, id: ID, document },
              required: ['version', 'id', 'document'],
            },
            {
              type: 'object',
              properties: { version, id: ID, deleted: { const: true } },
              required: ['version', 'id', 'deleted'],
            },
          ],
        },
      },
      more: { type: 'boolean' },
    },
    required: ['version', 'changes', 'more'],
  };
}
