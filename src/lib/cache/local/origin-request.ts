import type { StoredAnswer } from './stored-response.ts';

/** What concerns only the copy that the client has, or the part of the answer that it wants. */
const CLIENTS_OWN = [
  'if-none-match',
  'if-modified-since',
  'if-match',
  'if-unmodified-since',
  'range',
  'if-range',
];

/**
 * The request that fills the cache, made of the client's: a GET for the whole answer ("HTTP methods" and "Range",
 * workers/cache), conditional on the stored one where there is one (RFC 9111 section 4.3.1).
 */
export function originRequest(request: Request, previous: StoredAnswer | undefined): Request {
  const headers = new Headers(request.headers);
  for (const name of CLIENTS_OWN) headers.delete(name);
  const etag = previous?.headers.get('etag');
  if (etag) headers.set('if-none-match', etag);
  return new Request(request, { method: 'GET', headers });
}
