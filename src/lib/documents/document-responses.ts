import { isNotModified, type ReadConditions } from '../http/request/conditional-read.ts';
import type { Address } from '../http/request/url-parameters.ts';
import { pageEnvelope } from '../http/response/page-envelope.ts';
import { nextLink, pageLinks, restLink } from '../http/response/page-links.ts';
import type { ChangesQuery } from './query/changes-query.ts';
import type { ListQuery } from './query/list-query.ts';
import type { Collection } from './schema/collection.ts';
import type { Changes } from './store/read/read-changes.ts';
import type { ReadDocument } from './store/read/read-document.ts';
import type { List } from './store/read/read-list.ts';
import type { ListedDocument } from './store/write/bulk/bulk-create.ts';
import type { Replay } from './store/write/idempotency.ts';
import type { WrittenDocument } from './store/write/write-statements.ts';

/** `Vary` of a response with absolute links. The key of a shared cache has neither host nor scheme. */
const LINKED = 'Host, X-Forwarded-Proto';

/**
 * The link to the schema of a collection's documents
 * (https://json-schema.org/draft/2020-12/json-schema-core#section-9.5.1.1). Lists have it; `docs/headers.md` says why
 * documents do not.
 */
function schemaLink({ name }: Collection): string {
  return `</schemas/${name}.json>; rel="describedby"`;
}

/** 200 with a document, or 304. */
export function documentResponse(conditions: ReadConditions, document: ReadDocument): Response {
  const headers = documentHeaders(document);
  return isNotModified(conditions, { tag: document.state, modified: document.modified })
    ? new Response(null, { status: 304, headers })
    : new Response(document.body, { headers });
}

/** 200 with a list, its total, links to its pages and to the schema of its documents, or 304. */
export function listResponse(
  address: Address,
  collection: Collection,
  { undeclared, perPage }: ListQuery,
  { state, body, total, isAtLeast, reached, part, neighbours, cursors }: List,
): Response {
  const etag = `"${state}"`;
  if (body === null) return new Response(null, { status: 304, headers: { etag } });
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    etag,
    link: schemaLink(collection),
  };
  if (total !== null) headers['x-total-count'] = String(total);
  if (isAtLeast) headers['x-total-count-is'] = 'at-least';
  if (undeclared.length > 0) headers['x-undeclared-fields'] = headerList(undeclared);
  const page = part.page === null ? null : { ...part.page, total: reached, isAtLeast, neighbours, cursors };
  const sizeName = perPage === null ? '_limit' : '_per_page';
  const links = page === null ? restLink(address, part.rest, cursors) : pageLinks(address, page, sizeName);
  if (links !== null) {
    headers['link'] = `${links}, ${headers['link']}`;
    headers['vary'] = LINKED;
  }
  const isPage = page !== null && perPage !== null;
  return new Response(isPage ? pageEnvelope(body, page, perPage) : body, { headers });
}

/** 200 with changes, the resulting version and a link to later changes, or 304. */
export function changesResponse(
  address: Address,
  { limit }: ChangesQuery,
  { state, body, version, isMore }: Changes,
): Response {
  const etag = `"${state}"`;
  if (body === null) return new Response(null, { status: 304, headers: { etag } });
  const headers: Record<string, string> = { 'content-type': 'application/json', etag };
  if (isMore) {
    headers['link'] = nextLink(address, { _since: version, _limit: limit });
    headers['vary'] = LINKED;
  }
  return new Response(`{"version":${version},"changes":${body},"more":${isMore}}`, { headers });
}

/** 200 with a written document. */
export function writtenResponse(document: WrittenDocument): Response {
  return new Response(document.body, { headers: documentHeaders(document) });
}

/** 201 with a new document and its URL. */
export function createdResponse(url: URL, collection: Collection, document: WrittenDocument): Response {
  const headers = documentHeaders(document);
  const path = collection.isSingleton ? '' : `/${encodeURIComponent(document.id)}`;
  headers['location'] = new URL(`/api/${collection.name}${path}`, url).href;
  return new Response(document.body, { status: 201, headers });
}

/**
 * 201 with what a POST has created. `Idempotent-Replayed: true` marks the result of an earlier request with the same
 * `Idempotency-Key`: https://docs.stripe.com/api/idempotent_requests
 */
export function creationResponse(
  url: URL,
  collection: Collection,
  result: (WrittenDocument | { documents: readonly ListedDocument[] }) & Replay,
): Response {
  const response =
    'id' in result ? createdResponse(url, collection, result) : writtenListResponse(result.documents, 201);
  if (result.isReplay) response.headers.set('idempotent-replayed', 'true');
  return response;
}

/** 200 with a deleted document, without validators. */
export function deletedResponse(document: WrittenDocument): Response {
  return new Response(document.body, { headers: { 'content-type': 'application/json' } });
}

/** 200, or 201 for new documents, with several documents. Each has its own entity tag, so the response has none. */
export function writtenListResponse(documents: readonly ListedDocument[], status: 200 | 201): Response {
  const body = `[${documents.map((document) => document.body).join(',')}]`;
  return new Response(body, { status, headers: { 'content-type': 'application/json' } });
}

function documentHeaders({
  state,
  modified,
}: Pick<ReadDocument, 'state' | 'modified'>): Record<string, string> {
  const headers = { 'content-type': 'application/json', etag: `"${state}"` };
  if (modified === null) return headers;
  return { ...headers, 'last-modified': new Date(modified).toUTCString() };
}

/** Joins percent-encoded names into a header value of at most 1,000 characters. */
export function headerList(names: readonly string[]): string {
  return names.map(encodeURIComponent).join(', ').slice(0, 1_000);
}
