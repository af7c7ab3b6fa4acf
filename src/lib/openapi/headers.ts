import { type Header, type Reference, refTo } from './openapi.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;

/** The headers of responses that are of use to a client. The fixed ones of `http/response/fixed-headers.ts` are not among them. */
export const HEADERS = {
  'X-Request-Id': { description: 'Finds the line of the log.', schema: text },
  'Cache-Control': { description: 'What a browser may store.', schema: text },
  Age: { description: 'Seconds since the edge stored the response; absent on a miss.', schema: count },
  'Cf-Cache-Status': {
    description:
      'How the edge answered: `HIT`, `MISS`, `EXPIRED`, `UPDATING`, `BYPASS`. Absent without a cache.',
    schema: text,
  },
  ETag: {
    description: 'The state of the response, for `If-None-Match` and `If-Match`.',
    schema: text,
  },
  'Last-Modified': {
    description: 'When the document was written, for `If-Modified-Since`.',
    schema: text,
  },
  Link: {
    description:
      'URLs (RFC 8288): other pages are `first`, `prev`, `next` and `last`; the JSON Schema of the documents is `describedby`; this document is `service-desc`.',
    schema: text,
  },
  'Content-Disposition': { description: 'The name of the file that a browser saves CSV as.', schema: text },
  Location: { description: 'The URL of the new document.', schema: text },
  'Idempotent-Replayed': {
    description:
      '`true` where an earlier request with this `Idempotency-Key` has created what the response shows.',
    schema: { const: 'true' },
  },
  'X-Total-Count': {
    description: 'The documents that match, unless `_total=none`.',
    schema: count,
  },
  'X-Total-Count-Is': {
    description: '`at-least` where more documents match than were counted.',
    schema: { const: 'at-least' },
  },
  'X-Collection-Version': {
    description: 'The version of the collection with which a stream begins.',
    schema: count,
  },
  'X-Undeclared-Fields': {
    description: 'Filters and sort fields that the schema does not name, percent-encoded.',
    schema: text,
  },
  'X-D1-Bookmark': {
    description: 'The state of the database after the request. A read that sends it back sees that state.',
    schema: text,
  },
  'Server-Timing': {
    description: 'What the request cost: rows read and written, round trips.',
    schema: text,
  },
  'Retry-After': { description: 'Seconds to wait before the request is repeated.', schema: count },
  'WWW-Authenticate': { description: 'The challenge (RFC 6750).', schema: text },
  'Accept-Patch': { description: 'The types of body that `PATCH` accepts (RFC 5789).', schema: text },
  'Perigee-Variant': {
    description: 'The options that were used in place of the requested ones.',
    schema: text,
  },
  'Perigee-Fallback': {
    description: 'The code of the problem, where another image is shown instead.',
    schema: text,
  },
} as const satisfies Record<string, Header>;

export type HeaderName = keyof typeof HEADERS;

export function headerRefs(...names: readonly HeaderName[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, refTo('headers', name)]));
}
