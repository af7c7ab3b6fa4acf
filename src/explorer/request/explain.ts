// What the figures of a response mean, in a sentence each. The headers are explained by lib/openapi/headers.ts.

/** Name (RFC 9110, 6585) and meaning of the statuses that are served. */
const STATUSES: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  200: ['OK', 'The body is the requested representation.'],
  201: ['Created', 'A document was created. `Location` is its URL.'],
  204: ['No Content', 'The request succeeded, and the response has no body.'],
  302: ['Found', 'The response is at the URL of `Location`.'],
  304: ['Not Modified', 'The client has the current version, so the response has no body.'],
  400: ['Bad Request', 'The request is malformed, or asks for something that is not allowed.'],
  401: ['Unauthorized', 'The request needs a token, or its token is not valid.'],
  403: ['Forbidden', 'The caller may not send this request.'],
  404: ['Not Found', 'Nothing is at this path.'],
  405: ['Method Not Allowed', 'The path does not allow this method. `Allow` lists the allowed ones.'],
  409: ['Conflict', 'The request contradicts what is stored.'],
  410: ['Gone', 'The resource was deleted permanently.'],
  412: ['Precondition Failed', 'The document is not in the state that the request requires.'],
  413: ['Content Too Large', 'The body, or the source, is larger than allowed.'],
  415: ['Unsupported Media Type', 'The type of the body, or of the source, is not supported.'],
  422: ['Unprocessable Content', 'The body is well-formed, but its values are not allowed.'],
  429: ['Too Many Requests', 'A rate limit is exceeded. `Retry-After` says how long to wait.'],
  500: ['Internal Server Error', 'The Worker failed.'],
  502: ['Bad Gateway', 'The source, or the Images binding, failed.'],
  503: ['Service Unavailable', 'A part that the request needs does not respond now.'],
  504: ['Gateway Timeout', 'The source took too long.'],
  508: ['Loop Detected', 'The source points back to this service.'],
};

const CLASSES: Readonly<Record<number, string>> = {
  2: 'The request succeeded.',
  3: 'The response is at another URL, or the client has it already.',
  4: 'The request has a mistake.',
  5: 'The server failed.',
};

export function statusName(status: number): string {
  return STATUSES[status]?.[0] ?? '';
}

export function explainStatus(status: number): string {
  return STATUSES[status]?.[1] ?? CLASSES[Math.floor(status / 100)] ?? '';
}

/** Values of `Cf-Cache-Status`: https://developers.cloudflare.com/cache/concepts/cache-responses/ */
const CACHE_STATES: Readonly<Record<string, string>> = {
  HIT: 'The edge had a fresh response. The Worker and the database did not run.',
  MISS: 'The edge had no response. The Worker ran, and the edge stored its response.',
  UPDATING: 'The edge sent a stale response, and revalidates it in the background.',
  REVALIDATED: 'The stored response was stale, and the Worker confirmed it.',
  EXPIRED: 'The stored response was stale, and the Worker replaced it.',
  STALE: 'The Worker failed, so the edge sent a stale response.',
  BYPASS: 'The edge must not store the response, so the Worker ran.',
  DYNAMIC: 'The edge does not store this response.',
};

export function explainCache(state: string): string {
  return CACHE_STATES[state] ?? 'How the edge cache answered.';
}

/** How the cache in front of the Renderer answered: it stores images, of which each costs a rendering. */
export function explainRenderer(state: string): string {
  return state === 'HIT' || state === 'UPDATING'
    ? 'This image was made before. It cost no rendering.'
    : 'This image was made for this request, and is stored for the next ones.';
}

/** @param stored the figures of the request that filled the cache, where a cache answered; its response repeats them */
export function explainDatabase(stored: string | null): string {
  return stored !== null
    ? `The edge answered, and the database took no part. \`Server-Timing\` belongs to the request that filled the cache: ${stored}.`
    : 'Rows that D1 read and wrote, which Cloudflare bills, and how often the Worker waited for it.';
}
