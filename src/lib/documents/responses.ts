import { isNotModified } from '../http/entity-tag.ts';
import { pageLinks } from '../http/page-links.ts';
import type { ListQuery } from './query/list-query.ts';
import type { Collection } from './schema/collection.ts';
import type { List, ReadDocument } from './store/read.ts';
import type { WrittenDocument } from './store/write.ts';

/** The answer to a read of a document: 200, or 304 when the client holds it. */
export function documentResponse(request: Request, document: ReadDocument): Response {
  const headers = documentHeaders(document);
  return isNotModified(request.headers, document.state, document.modified)
    ? new Response(null, { status: 304, headers })
    : new Response(document.body, { headers });
}

/** The answer to a list: 200, or 304 when the client holds its state. */
export function listResponse(request: Request, query: ListQuery, { state, body, total }: List): Response {
  const headers = new Headers({ etag: `"${state}"` });
  if (body === null) return new Response(null, { status: 304, headers });
  headers.set('content-type', 'application/json');
  headers.set('x-total-count', String(total));
  const links = query.window.kind === 'page' ? pageLinks(request.url, { ...query.window, total }) : null;
  if (links !== null) {
    headers.set('link', links);
    // The links are absolute, and a shared cache's key holds neither host nor scheme.
    headers.set('vary', 'Host, X-Forwarded-Proto');
  }
  return new Response(body, { headers });
}

/** The answer to a write: the document as it now is; a new one with its address. */
export function writtenResponse(document: WrittenDocument): Response {
  return new Response(document.body, { headers: documentHeaders(document) });
}

export function createdResponse(
  request: Request,
  collection: Collection,
  document: WrittenDocument,
): Response {
  const headers = documentHeaders(document);
  const address = new URL(`/api/${collection.name}/${encodeURIComponent(document.id)}`, request.url);
  headers.set('location', address.href);
  return new Response(document.body, { status: 201, headers });
}

/** What a deletion answers: the document as it was, which has no state any more. */
export function deletedResponse(document: WrittenDocument): Response {
  return new Response(document.body, { headers: { 'content-type': 'application/json' } });
}

function documentHeaders({ state, modified }: Pick<ReadDocument, 'state' | 'modified'>): Headers {
  const headers = new Headers({ 'content-type': 'application/json', etag: `"${state}"` });
  if (modified !== null) headers.set('last-modified', new Date(modified).toUTCString());
  return headers;
}
