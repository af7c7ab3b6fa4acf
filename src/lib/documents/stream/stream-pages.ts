import type { ListQuery } from '../query/list-query.ts';
import { parseCursor } from '../query/page/cursor.ts';
import type { Collection } from '../schema/collection.ts';
import type { Database } from '../store/d1/database.ts';
import type { Reader } from '../store/find/list-state.ts';
import { type ListPage, readListPage } from '../store/read/read-list.ts';
import type { StreamQuery } from './stream-query.ts';

/** A page of a stream, and the query of the next one. */
interface StreamPage {
  state: ListPage['state'];
  /** `null` when the client has the state stored. */
  documents: readonly string[] | null;
  /** `null` after the last page. */
  next: NextPage | null;
}

interface NextPage {
  query: ListQuery;
  /** Maximum documents that the stream still sends. */
  remaining: number;
}

/** Reads the first page of a stream. */
export async function readFirstPage(
  db: Database,
  collection: Collection,
  stream: StreamQuery,
  reader: Reader,
): Promise<StreamPage> {
  return pageOf(
    await readListPage(db, collection, stream.first, reader),
    collection,
    stream,
    stream.first,
    stream.length,
  );
}

/** Reads the pages after the first one, each on demand. */
export async function* readNextPages(
  db: Database,
  collection: Collection,
  stream: StreamQuery,
  begin: NextPage | null,
  reader: Reader,
): AsyncGenerator<readonly string[]> {
  for (let next = begin; next !== null; ) {
    const { query, remaining } = next;
    const page = pageOf(
      await readListPage(db, collection, query, reader),
      collection,
      stream,
      query,
      remaining,
    );
    yield page.documents ?? [];
    next = page.next;
  }
}

function pageOf(
  { state, documents, neighbours, part, cursors }: ListPage,
  collection: Collection,
  { pageSize }: StreamQuery,
  query: ListQuery,
  length: number,
): StreamPage {
  // If the total is known, the rest of the slice shows how many documents follow the page.
  const rest = part.rest === null ? 0 : part.rest.end - part.rest.start;
  const left = neighbours === null ? rest : neighbours.next ? length - part.length : 0;
  if (documents === null || cursors === null || left <= 0) return { state, documents, next: null };
  const last = cursors.last;
  const cursor = parseCursor((name) => (name === '_after' ? last : null), query.sort, collection);
  const window = { kind: 'page', page: null, limit: Math.min(pageSize, left) } as const;
  return { state, documents, next: { query: { ...query, cursor, window, total: 'none' }, remaining: left } };
}
