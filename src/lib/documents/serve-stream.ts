import { isTrusted, mayReadWhole } from '../auth/caller.ts';
import { collectionTag } from '../cache/tags.ts';
import { readConditions } from '../http/request/conditional-read.ts';
import type { ApiPath } from './api-path.ts';
import type { DocumentService } from './document-service.ts';
import type { ListQuery } from './query/list-query.ts';
import { readOnce } from './query/parse-query.ts';
import { isNeverShared, readCaching } from './read-caching.ts';
import { relatedOf } from './schema/related-collections.ts';
import type { StreamFormat } from './stream/list-format.ts';
import { streamBody } from './stream/stream-body.ts';
import { encoderOf } from './stream/stream-encoder.ts';
import { readFirstPage, readNextPages } from './stream/stream-pages.ts';
import { streamQuery } from './stream/stream-query.ts';
import { knownStates, streamResponse } from './stream/stream-response.ts';

/**
 * Responds with a list as NDJSON or CSV. The first page is read before the response begins, so that its errors
 * become problem responses. The edge stores only a stream of one page: it shows one version, as a list does.
 */
export async function respondWithStream(
  request: Request,
  service: DocumentService,
  { parameters, caller, collection }: Pick<ApiPath, 'parameters' | 'caller' | 'collection'>,
  query: ListQuery,
  format: StreamFormat,
): Promise<Response> {
  const related = relatedOf(query);
  const isShared = caller.kind === 'anonymous' && !isNeverShared([collection, ...related]);
  const read = (name: string) => readOnce(parameters, name);
  const stream = streamQuery(read, query, collection, isShared);
  const refusesWhole = stream.isWhole && !mayReadWhole(caller, collection);
  const known = knownStates(readConditions(request.headers).ifNoneMatch ?? [], format);
  const reader = { isTrusted: isTrusted(caller, collection), refusesWhole };
  const first = await readFirstPage(service.database, collection, stream, { ...reader, known });
  const own = [collectionTag(collection.name)];
  const [kind, shown] = readCaching('documents', caller, own, collection, related);
  service.cache.as(first.next === null ? kind : 'uncached', shown);
  const isUnchanged = first.documents === null;
  const isBodyWanted = request.method === 'GET' && first.documents !== null;
  const later = readNextPages(service.database, collection, stream, first.next, { ...reader, known: [] });
  const body = isBodyWanted
    ? streamBody(encoderOf(format, collection, query), first.documents ?? [], later)
    : null;
  return streamResponse(format, collection, query, first.state, body, isUnchanged);
}
