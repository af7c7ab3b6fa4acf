import type { Header, Reference } from './openapi-types.ts';
import { refTo } from './references.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;

/** The headers of responses for clients. The fixed ones of `http/response/fixed-headers.ts` are left out. */
export const HEADERS = {
  'X-Request-Id': { description: 'The id of the request in the log.', schema: text },
  'Cache-Control': { description: 'How long a browser may store the response.', schema: text },
  Age: { description: 'Seconds since the edge stored the response; absent on a miss.', schema: count },
  'Cf-Cache-Status': {
    description:
      'How the edge responded: `HIT`, `MISS`, `EXPIRED`, `UPDATING`, `BYPASS`. Absent without a cache.',
    schema: text,
  },
  ETag: {
    description: 'The state of the response, for `If-None-Match` and `If-Match`.',
    schema: text,
  },
  'Last-Modified': {
    description: 'The time of the last write of the document, for `If-Modified-Since`.',
    schema: text,
  },
  Link: {
    description:
      'Links (RFC 8288): `first`, `prev`, `next` and `last` are pages, `describedby` is the JSON Schema of the documents, `service-desc` is this document.',
    schema: text,
  },
  'Content-Disposition': { description: 'The file name of a CSV download.', schema: text },
  Location: { description: 'The URL of the new document.', schema: text },
  'Idempotent-Replayed': {
    description:
      '`true` if an earlier request with this `Idempotency-Key` created the documents of the response.',
    schema: { const: 'true' },
  },
  'X-Total-Count': {
    description: 'The number of matching documents; absent with `_total=none`.',
    schema: count,
  },
  'X-Total-Count-Is': {
    description: '`at-least` if more documents match than were counted.',
    schema: { const: 'at-least' },
  },
  'X-Collection-Version': {
    description: 'The version of the collection with which a stream begins.',
    schema: count,
  },
  'X-Undeclared-Fields': {
    description: 'Filters and sort fields that the schema does not declare, percent-encoded.',
    schema: text,
  },
  'X-D1-Bookmark': {
    description: 'The state of the database after the request. A read that sends it back sees that state.',
    schema: text,
  },
  'Server-Timing': {
    description: 'The cost of the request: rows read and written, round trips.',
    schema: text,
  },
  'Retry-After': { description: 'Seconds to wait before the request is repeated.', schema: count },
  'WWW-Authenticate': { description: 'The challenge (RFC 6750).', schema: text },
  'Accept-Patch': { description: 'The media types that `PATCH` accepts (RFC 5789).', schema: text },
  'Perigee-Variant': {
    description: 'The options that replaced the requested ones.',
    schema: text,
  },
  'Perigee-Fallback': {
    description: 'The code of the problem, if the response is the fallback image.',
    schema: text,
  },
} as const satisfies Record<string, Header>;

export type HeaderName = keyof typeof HEADERS;

export function headerRefs(...names: readonly HeaderName[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, refTo('headers', name)]));
}
