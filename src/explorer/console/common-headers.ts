/** Headers of HTTP that tell something about one response, besides those of lib/openapi/headers.ts. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'The media type of the body.',
  vary: 'Request headers on which the response depends: a cache keeps one response for each of their values.',
  allow: 'The methods of this path.',
  'content-disposition': 'The name of a file that is saved.',
};

/** Headers of HTTP that say the same of most responses, besides those of lib/http/response/fixed-headers.ts. */
export const USUAL_HEADERS: Readonly<Record<string, string>> = {
  'content-encoding': 'How the body was compressed on its way.',
  'content-length': 'Bytes of the body as sent.',
  'transfer-encoding': 'The body came in parts, without its length before it.',
  date: 'When the response was made.',
  'access-control-allow-origin': 'Which other sites may read the response.',
  'access-control-allow-methods': 'The methods that other sites may use.',
  'access-control-allow-headers': 'The headers that other sites may send.',
  'access-control-max-age': 'Seconds for which a browser stores the answer to its preflight request.',
};

/** What people look for first. */
export const FIRST_HEADERS: readonly string[] = [
  'cf-cache-status',
  'age',
  'etag',
  'last-modified',
  'cache-control',
  'server-timing',
  'link',
  'x-total-count',
  'location',
  'retry-after',
];
