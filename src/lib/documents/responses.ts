import { isNotModified, type ReadConditions } from '../http/conditional-read.ts';
import { pageLinks, restLink } from '../http/page-links.ts';
import type { ListQuery } from './query/list-query.ts';
import type { Collection } from './schema/collection.ts';
import type { ListedDocument } from './store/bulk-create.ts';
import type { List, ReadDocument } from './store/read.ts';
import type { WrittenDocument } from './store/statements.ts';

/** 200 with a document, or 304. */
export function documentResponse(conditions: ReadConditions, document: ReadDocument): Response {
  const headers = documentHeaders(document);
  return isNotModified(conditions, { tag: document.state, modified: document.modified })
    ? new Response(null, { status: 304, headers })
    : new Response(document.body, { headers });
}

/** 200 with a list, its total and links to its pages, or 304. */
export function listResponse(
  url: URL,
  { undeclared }: ListQuery,
  { state, body, total, part }: List,
): Response {
  const headers = new Headers({ etag: `"${state}"` });
  if (body === null) return new Response(null, { status: 304, headers });
  headers.set('content-type', 'application/json');
  headers.set('x-total-count', String(total));
  if (undeclared.length > 0) headers.set('x-undeclared-fields', headerList(undeclared));
  const links = part.page === null ? restLink(url, part.rest) : pageLinks(url, { ...part.page, total });
  if (links !== null) {
    headers.set('link', links);
    // The links are absolute, and the key of a shared cache has neither host nor scheme.
    headers.set('vary', 'Host, X-Forwarded-Proto');
  }
  return new Response(body, { headers });
}

/** 200 with a written document. */
export function writtenResponse(document: WrittenDocument): Response {
  return new Response(document.body, { headers: documentHeaders(document) });
}

/** 201 with a new document and its URL. */
export function createdResponse(url: URL, collection: Collection, document: WrittenDocument): Response {
  const headers = documentHeaders(document);
  const location = new URL(`/api/${collection.name}/${encodeURIComponent(document.id)}`, url);
  headers.set('location', location.href);
  return new Response(document.body, { status: 201, headers });
}

/** 200 with a deleted document, which has no validators any more. */
export function deletedResponse(document: WrittenDocument): Response {
  return new Response(document.body, { headers: { 'content-type': 'application/json' } });
}

/** 200, or 201 of new documents, with several written documents. Their entity tags differ, so there is none. */
export function writtenListResponse(documents: readonly ListedDocument[], status: 200 | 201): Response {
  const body = `[${documents.map((document) => document.body).join(',')}]`;
  return new Response(body, { status, headers: { 'content-type': 'application/json' } });
}

function documentHeaders({ state, modified }: Pick<ReadDocument, 'state' | 'modified'>): Headers {
  const headers = new Headers({ 'content-type': 'application/json', etag: `"${state}"` });
  if (modified !== null) headers.set('last-modified', new Date(modified).toUTCString());
  return headers;
}

/** Names as one header of at most 1,000 characters, percent-encoded. */
function headerList(names: readonly string[]): string {
  return names.map(encodeURIComponent).join(', ').slice(0, 1_000);
}
