import { type HeaderName, headerRefs } from './headers.ts';
import type { Example, MediaType, Response, Schema } from './openapi-types.ts';

/** Headers of every response of the Worker. */
const ALWAYS: readonly HeaderName[] = ['X-Request-Id', 'Cache-Control'];

/** Headers of a response that the edge may store. */
export const CACHED_HEADERS: readonly HeaderName[] = [
  'Age',
  'Cf-Cache-Status',
  'ETag',
  'Server-Timing',
  'X-D1-Bookmark',
];

/** Headers of a write. */
export const WRITE_HEADERS: readonly HeaderName[] = ['X-D1-Bookmark', 'Server-Timing'];

/** Headers of a response with one written document. */
export const WRITTEN_DOCUMENT_HEADERS: readonly HeaderName[] = [...WRITE_HEADERS, 'ETag', 'Last-Modified'];
/** Headers of a response with new documents. */
export const CREATION_HEADERS: readonly HeaderName[] = [
  ...WRITTEN_DOCUMENT_HEADERS,
  'Location',
  'Idempotent-Replayed',
];

/** A Response Object of JSON. */
export function jsonResponse(
  description: string,
  schema: Schema,
  headers: readonly HeaderName[] = [],
  example: Example | null = null,
): Response {
  return {
    description,
    headers: headerRefs(...ALWAYS, ...headers),
    content: { 'application/json': mediaType(schema, example) },
  };
}

/** The same response with another media type. */
export function withType(type: string, response: Response): Response {
  const [schema = { schema: {} }] = Object.values(response.content ?? {});
  return { ...response, content: { [type]: schema } };
}

/** The Response Object of 304. */
export function notModified(headers: readonly HeaderName[]): Response {
  return {
    description: 'The client has stored the current state: see `If-None-Match`.',
    headers: headerRefs(...ALWAYS, ...headers),
  };
}

/** A Media Type Object. */
export function mediaType(schema: Schema, example: Example | null): MediaType {
  return { schema, ...(example !== null && { examples: { seed: example } }) };
}

/** A Request Body Object of JSON, or of a form, whose values are strings. */
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
      'application/json': mediaType(schema, example),
      'application/x-www-form-urlencoded': { schema: { type: 'object' } },
    },
  };
}
