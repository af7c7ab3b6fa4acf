/** Headers of HTTP and of Cloudflare that responses have, besides those of lib/openapi/headers.ts. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'The media type of the body.',
  'content-length': 'Bytes of the body as sent.',
  'content-encoding': 'How the body was compressed on its way.',
  'content-disposition': 'The name of a file that is saved.',
  vary: 'Request headers on which the response depends: a cache keeps one response for each of their values.',
  allow: 'The methods of this path (RFC 9110).',
  date: 'When the response was made.',
  'access-control-allow-origin': 'Which other sites may read the response.',
  'access-control-allow-methods': 'The methods that other sites may use.',
  'access-control-allow-headers': 'The headers that other sites may send.',
  'access-control-max-age': 'Seconds for which a browser stores the answer to its preflight request.',
};
