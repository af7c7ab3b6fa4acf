import { headerList } from '../document-responses.ts';
import type { ListQuery } from '../query/list-query.ts';
import type { Collection } from '../schema/collection.ts';
import type { KnownStates, StateTag } from '../store/state-tag.ts';
import { CONTENT_TYPES, type StreamFormat } from './list-format.ts';

/** The entity tag of a representation. No two formats of a URL share one (RFC 9110 section 8.8.3). */
function tagOf(state: StateTag, format: StreamFormat): string {
  return `"${state}-${format}"`;
}

/** The states that the client has stored in this format. */
export function knownStates(tags: KnownStates, format: StreamFormat): KnownStates {
  if (tags === 'any') return tags;
  const suffix = `-${format}`;
  return tags.filter((tag) => tag.endsWith(suffix)).map((tag) => tag.slice(0, -suffix.length));
}

/** 200 with a stream, or 304 without one. */
export function streamResponse(
  format: StreamFormat,
  collection: Collection,
  { undeclared }: ListQuery,
  state: StateTag,
  body: ReadableStream<Uint8Array> | null,
  isUnchanged: boolean,
): Response {
  const headers: Record<string, string> = {
    etag: tagOf(state, format),
    'x-collection-version': state.slice(0, state.indexOf('-')),
  };
  if (isUnchanged) return new Response(null, { status: 304, headers });
  headers['content-type'] = CONTENT_TYPES[format];
  if (format === 'csv') headers['content-disposition'] = `attachment; filename="${collection.name}.csv"`;
  if (undeclared.length > 0) headers['x-undeclared-fields'] = headerList(undeclared);
  return new Response(body, { headers });
}
