import { type HeaderName, headerRefs } from './headers.ts';
import type { Example, MediaType, Response, Schema } from './openapi-types.ts';

/** Headers of every response of the Worker. */
const ALWAYS: readonly HeaderName[] = ['X-Request-Id', 'Cache-Control'];

/** Headers of what the edge stores. */
export const SHARED: readonly HeaderName[] = [
  'Age',
  'Cf-Cache-Status',
  'ETag',
  'Server-Timing',
  'X-D1-Bookmark',
];

/** Headers of a write. */
export const WRITTEN: readonly HeaderName[] = ['X-D1-Bookmark', 'Server-Timing'];

/** Headers of a document that is written, and of one that is new. */
export const WRITTEN_DOCUMENT: readonly HeaderName[] = [...WRITTEN, 'ETag', 'Last-Modified'];
export const CREATED: readonly HeaderName[] = [...WRITTEN_DOCUMENT, 'Location', 'Idempotent-Replayed'];

export function json(
  description: string,
  schema: Schema,
  headers: readonly HeaderName[] = [],
  example: Example | null = null,
): Response {
  return {
    description,
    headers: headerRefs(...ALWAYS, ...headers),
    content: { 'application/json': withExample(schema, example) },
  };
}

/** A response of JSON with a media type of its own. */
export function withType(type: string, response: Response): Response {
  const [schema = { schema: {} }] = Object.values(response.content ?? {});
  return { ...response, content: { [type]: schema } };
}

export function notModified(headers: readonly HeaderName[]): Response {
  return {
    description: 'The client has the present state: see `If-None-Match`.',
    headers: headerRefs(...ALWAYS, ...headers),
  };
}

export function withExample(schema: Schema, example: Example | null): MediaType {
  return { schema, ...(example !== null && { examples: { seed: example } }) };
}

/** A body as JSON, or as a form, whose values are texts. */
export function objectBody(
  schema: Schema,
  example: Example | null = null,
): {
  required: true;
  content: Record<string, MediaType>;
} {
  return {
    required: true,
    content: {
      'application/json': withExample(schema, example),
      'application/x-www-form-urlencoded': { schema: { type: 'object' } },
    },
  };
}
