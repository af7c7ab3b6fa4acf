import { MAX_LIMIT, MAX_NEEDLE } from '../documents/limits.ts';
import { FILTER_FORMS } from '../documents/query/filter/filter-operators.ts';
import type { Collection } from '../documents/schema/collection.ts';
import { RESERVED_PARAMETERS } from '../documents/schema/reserved-names.ts';
import { FORMATS } from '../documents/stream/list-format.ts';
import type { Parameter, Reference, Schema } from './openapi-types.ts';
import { refTo } from './references.ts';

const text = { type: 'string' };
const position = { type: 'integer' };
const number = { type: 'integer', minimum: 1 };
const size = { type: 'integer', minimum: 1, maximum: MAX_LIMIT };

/** The schemas of `RESERVED_PARAMETERS`. */
const SCHEMAS: Readonly<Record<string, Schema>> = {
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
    const schema = SCHEMAS[name];
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
    'Filters: the name of a field with one of these suffixes. `address.city` is a nested field. Each member is a parameter of its own.',
    ...FILTER_FORMS.map(({ example, meaning }) => `- \`${example}\`: ${meaning}`),
  ].join('\n'),
  style: 'form',
  explode: true,
  schema: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
};

const REQUEST_HEADERS: Readonly<Record<string, Omit<Parameter, 'name' | 'in'>>> = {
  'If-None-Match': {
    description: 'Entity tags that the client has stored; 304 if one of them is current.',
    schema: text,
  },
  'If-Modified-Since': {
    description: 'The `Last-Modified` that the client has stored. `If-None-Match` takes precedence.',
    schema: text,
  },
  'If-Match': {
    description: 'The entity tag that the document must have; 412 if it has changed.',
    schema: text,
  },
  'Idempotency-Key': {
    description: 'Makes a repeated POST return its first result, for a day.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  },
  'X-D1-Bookmark': {
    description: 'The bookmark of an earlier response: the read sees at least that state.',
    schema: text,
  },
};

/** The Parameter Objects of the components, by unique names. */
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

/** The parameters of a read of one document. */
export const DOCUMENT_PARAMETERS: readonly Reference[] = [
  ...RESERVED_PARAMETERS.filter(({ isSelection }) => isSelection).map(({ name }) => parameter(name)),
  IF_NONE_MATCH,
  parameter('If-Modified-Since'),
  BOOKMARK,
];

/** The parameters of a conditional write of one document. */
export const CONDITIONAL_WRITE_PARAMETERS: readonly Reference[] = [parameter('If-Match'), IF_NONE_MATCH];

/** The parameters of a `POST`. */
export const CREATION_PARAMETERS: readonly Reference[] = [parameter('Idempotency-Key')];

/** The parameters of a list: filters by declared fields, all other filters, and the reserved parameters. */
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
    description: `Matches documents whose \`${field}\` equals one of the values, compared as text.`,
    style: 'form',
    explode: true,
    schema: { type: 'array', items: { type: ['string', 'number', 'boolean'] } },
  };
}

/** The parameters of changes. */
export function changesParameters(most: number): (Parameter | Reference)[] {
  return [
    {
      name: '_since',
      in: 'query',
      description: 'The `version` that the client has; 0 for all changes.',
      schema: { type: 'integer', minimum: 0 },
    },
    {
      name: '_limit',
      in: 'query',
      description: 'The maximum number of changes in the response.',
      schema: { type: 'integer', minimum: 1, maximum: most, default: most },
    },
    IF_NONE_MATCH,
    BOOKMARK,
  ];
}

/** The parameter with the ids of a write of several documents. */
export function idsParameter(ids: Schema, example?: unknown): Parameter {
  return {
    name: 'id',
    in: 'query',
    required: true,
    description: 'The ids of the documents to write. It may be repeated: `id=1&id=2`.',
    style: 'form',
    explode: true,
    schema: { type: 'array', minItems: 1, items: ids },
    ...(example !== undefined && { example: [example] }),
  };
}

/** The id in a path. */
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
