import { MAX_LIMIT, MAX_NEEDLE } from '../documents/limits.ts';
import { FILTER_FORMS } from '../documents/query/filter/filter-forms.ts';
import type { Collection } from '../documents/schema/collection.ts';
import { RESERVED_PARAMETERS } from '../documents/schema/reserved-names.ts';
import { FORMATS } from '../documents/stream/format.ts';
import { type Parameter, type Reference, refTo, type Schema } from './openapi.ts';

const text = { type: 'string' };
const position = { type: 'integer' };
const number = { type: 'integer', minimum: 1 };
const size = { type: 'integer', minimum: 1, maximum: MAX_LIMIT };

/** The values of the parameters of `RESERVED_PARAMETERS`. */
const VALUES: Readonly<Record<string, Schema>> = {
  _page: number,
  _limit: { type: 'integer', minimum: 0, maximum: MAX_LIMIT },
  _per_page: size,
  _start: position,
  _end: position,
  _after: text,
  _before: text,
  _total: { enum: ['none', 'exact'] },
  _sort: text,
  _order: text,
  _format: { enum: Object.keys(FORMATS) },
  _where: text,
  _embed: text,
  _expand: text,
  _fields: text,
  q: { type: 'string', maxLength: MAX_NEEDLE },
};

/** The query parameters that are not fields. */
const QUERY = Object.fromEntries(
  RESERVED_PARAMETERS.map(({ name, example, meaning }): [string, Parameter] => {
    const schema = VALUES[name];
    if (schema === undefined)
      throw new Error(`The parameter ${name} has no schema in openapi/parameters.ts.`);
    const description = `${meaning} Example: \`${example}\`.`;
    return [name, { name, in: 'query', description, schema }];
  }),
);

/** Filters of any field in any form. `style: form` with `explode` writes each member as a parameter of its own. */
const FILTERS: Parameter = {
  name: 'any.filters',
  in: 'query',
  description: [
    'Filters by the name of a field and one of these ends. `address.city` is a nested field. Each member is a parameter of its own.',
    ...FILTER_FORMS.map(({ example, meaning }) => `- \`${example}\`: ${meaning}`),
  ].join('\n'),
  style: 'form',
  explode: true,
  schema: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
};

const REQUEST_HEADERS: Readonly<Record<string, Omit<Parameter, 'name' | 'in'>>> = {
  'If-None-Match': {
    description: 'Entity tags that the client has; 304 where one is the present one.',
    schema: text,
  },
  'If-Modified-Since': {
    description: 'The `Last-Modified` that the client has. `If-None-Match` has precedence.',
    schema: text,
  },
  'If-Match': {
    description: 'The entity tag that the document must have; 412 where it has changed.',
    schema: text,
  },
  'Idempotency-Key': {
    description: 'Makes a repeated POST return its first result, for a day.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  },
  'X-D1-Bookmark': {
    description: 'The header of an earlier response: the read sees at least that state.',
    schema: text,
  },
};

/** Components, by names that only they have. */
export const PARAMETERS: Readonly<Record<string, Parameter>> = {
  ...QUERY,
  [FILTERS.name]: FILTERS,
  ...Object.fromEntries(
    Object.entries(REQUEST_HEADERS).map(([name, rest]) => [name, { name, in: 'header' as const, ...rest }]),
  ),
};

const parameter = (name: string) => refTo('parameters', name);

const BOOKMARK = parameter('X-D1-Bookmark');
export const IF_NONE_MATCH = parameter('If-None-Match');

/** Of a read of one document. */
export const OF_DOCUMENT: readonly Reference[] = [
  ...RESERVED_PARAMETERS.filter(({ isSelection }) => isSelection).map(({ name }) => parameter(name)),
  IF_NONE_MATCH,
  parameter('If-Modified-Since'),
  BOOKMARK,
];

/** Of a conditional write of one document. */
export const OF_WRITE: readonly Reference[] = [parameter('If-Match'), IF_NONE_MATCH];

/** Of a `POST`. */
export const OF_CREATION: readonly Reference[] = [parameter('Idempotency-Key')];

/** Of a list: filters by declared fields, every other filter, and the other parameters. */
export function listParameters(collection: Collection): (Parameter | Reference)[] {
  return [
    ...collection.fields.map(filterBy),
    parameter(FILTERS.name),
    ...RESERVED_PARAMETERS.map(({ name }) => parameter(name)),
    IF_NONE_MATCH,
    BOOKMARK,
  ];
}

function filterBy(field: string): Parameter {
  return {
    name: field,
    in: 'query',
    description: `Documents whose \`${field}\` is equal, compared as text; any of several values.`,
    style: 'form',
    explode: true,
    schema: { type: 'array', items: { type: ['string', 'number', 'boolean'] } },
  };
}

/** Of changes. */
export function changesParameters(most: number): (Parameter | Reference)[] {
  return [
    {
      name: '_since',
      in: 'query',
      description: 'The `version` that the client has; 0 for nothing.',
      schema: { type: 'integer', minimum: 0 },
    },
    {
      name: '_limit',
      in: 'query',
      description: 'Changes of one response.',
      schema: { type: 'integer', minimum: 1, maximum: most, default: most },
    },
    IF_NONE_MATCH,
    BOOKMARK,
  ];
}

/** The ids of a write of several documents. */
export function idsParameter(ids: Schema, example?: unknown): Parameter {
  return {
    name: 'id',
    in: 'query',
    required: true,
    description: 'The documents to write. It is repeated: `id=1&id=2`.',
    style: 'form',
    explode: true,
    schema: { type: 'array', minItems: 1, items: ids },
    ...(example !== undefined && { example: [example] }),
  };
}

/** The id of a path. */
export function pathId(name: string, of: string, schema: Schema, example?: unknown): Parameter {
  return {
    name,
    in: 'path',
    required: true,
    description: `The id of a document of \`${of}\`.`,
    schema,
    ...(example !== undefined && { example }),
  };
}
