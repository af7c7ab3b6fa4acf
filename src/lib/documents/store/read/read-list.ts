import { Problem } from '../../../http/problem/problem.ts';
import type { Cursors } from '../../../http/response/page-links.ts';
import { isUnfiltered, type ListQuery, type Window } from '../../query/list-query.ts';
import { cursorWriter, keysOfOrder } from '../../query/page/cursor.ts';
import { type Part, partOf, partWithoutTotal, WHOLE } from '../../query/page/returned-part.ts';
import type { Collection } from '../../schema/collection.ts';
import { notPrepared } from '../d1/d1-errors.ts';
import { type Database, runBatch } from '../d1/database.ts';
import type { Reader } from '../find/list-state.ts';
import { longestOf, readsOneMore } from '../find/window-bounds.ts';
import { bodiesWithRelated, groupByKey, type OwnerRow, type RelatedRow } from '../related-documents.ts';
import type { StateTag } from '../state-tag.ts';
import { isCut, type ListFacts, type ListRow, listStatement, valueName } from './list-statement.ts';
import { needsIndex } from './needs-index.ts';

export interface List {
  state: StateTag;
  /** The documents as one JSON array; `null` when the client has this state stored. */
  body: string | null;
  /** Number of matching documents; with `isAtLeast`, there are more. `null` if unknown. */
  total: number | null;
  isAtLeast: boolean;
  /** The total, or the number of documents that the list is known to have. No link leads further. `null` if unknown. */
  reached: number | null;
  /** The part of the window that the body contains. */
  part: Part;
  /** Whether documents precede and follow the part; `null` if the total and the number of the page show it. */
  neighbours: { prev: boolean; next: boolean } | null;
  /** The cursors of the first and the last document of the part. */
  cursors: Cursors | null;
}

/** A list that the client has stored. */
const UNCHANGED: Omit<ListPage, 'state'> = {
  documents: null,
  total: 0,
  isAtLeast: false,
  reached: 0,
  part: WHOLE,
  neighbours: null,
  cursors: null,
};

/** A list with an array of documents; `null` when the client has its state stored. */
export type ListPage = Omit<List, 'body'> & { documents: readonly string[] | null };

/** Reads the list of a query as one JSON array, as `readListPage` does. */
export async function readList(
  db: Database,
  collection: Collection,
  query: ListQuery,
  reader: Reader,
): Promise<List> {
  const { documents, ...page } = await readListPage(db, collection, query, reader);
  return { ...page, body: documents === null ? null : `[${documents.join(',')}]` };
}

/**
 * Reads the list of a query in one round trip. When the client has its state stored, one row is read.
 *
 * @throws Problem 400 when the list would read more rows of a large collection than its bounds allow, 410 when a cursor
 *   has no room for its sort values and its document has changed
 */
export async function readListPage(
  db: Database,
  collection: Collection,
  query: ListQuery,
  reader: Reader,
): Promise<ListPage> {
  const [{ rows }] = await runBatch<[ListRow]>(db, [listStatement(collection, query, reader)]);
  const [head] = rows;
  if (head === undefined) throw notPrepared();
  if (head.more === null) return { state: head.key, ...UNCHANGED };
  const facts: ListFacts = JSON.parse(String(head.more));
  if (facts.refused === 'lost') throw cursorLost();
  if (facts.refused !== null) throw needsIndex(collection, query, facts.refused);
  const parts = Map.groupBy(rows, ({ part }) => part);
  const { total, isAtLeast } = totalOf(collection, query, facts);
  const page = pageOf(query, parts, facts.isLarge === 1);
  const reached = isAtLeast ? leastTotal(query.window, page) : total;
  const part =
    readsOneMore(query) || reached === null
      ? partWithoutTotal(query.window, page.bodies.length, page.isShort)
      : partOf(query.window, reached, page.bodies.length);
  const shown = { rows: page.rows.slice(0, part.length), bodies: page.bodies.slice(0, part.length) };
  if (query.cursor?.direction === 'before') for (const list of Object.values(shown)) list.reverse();
  return {
    state: head.key,
    documents: shown.bodies,
    total,
    isAtLeast,
    reached,
    part,
    neighbours: neighboursOf(query, part.length, page.hasMore),
    cursors: cursorsOf(collection, query, shown.rows),
  };
}

/** The number of matches, up to the limit of the count. */
function totalOf(
  { limits }: Collection,
  query: ListQuery,
  { total, isLarge }: ListFacts,
): Pick<List, 'total' | 'isAtLeast'> {
  if (total === null || query.total === 'none') return { total: null, isAtLeast: false };
  const isAtLeast = isLarge === 1 && total > limits.count && !isUnfiltered(query);
  return { total: isAtLeast ? limits.count : total, isAtLeast };
}

interface FoundPage {
  /** The documents of the window, from the cursor on. */
  rows: ListRow[];
  /** The first of them that fit into a response, with their related documents. */
  bodies: string[];
  /** Whether the window has more documents. */
  isShort: boolean;
  /** Whether the list has more documents, as far as the page shows it. */
  hasMore: boolean;
}

function pageOf(query: ListQuery, parts: ReadonlyMap<number, ListRow[]>, isLarge: boolean): FoundPage {
  const { relations } = query;
  const length = longestOf(query.window);
  const found = parts.get(1) ?? [];
  const rows = found.slice(0, length);
  const groups = [...relations.embed, ...relations.expand].map((_, i) =>
    groupByKey((parts.get(i + 2) ?? []).map(relatedRow)),
  );
  const bodies = bodiesWithRelated(relations, rows.map(ownerOf), groups);
  if (!readsOneMore(query)) return { rows, bodies, isShort: false, hasMore: rows.length === length };
  const hasMore = found.length > length || isCut(query, isLarge, found);
  return {
    rows,
    bodies,
    isShort: bodies.length < rows.length || (rows.length < length && hasMore),
    hasMore: hasMore || bodies.length < rows.length,
  };
}

/** The documents up to the end of a page, and one more if the list may have more. */
function leastTotal(window: Window, { rows, hasMore }: FoundPage): number {
  const start = window.kind === 'page' ? ((window.page ?? 1) - 1) * window.limit : window.start;
  return start + rows.length + (hasMore ? 1 : 0);
}

function neighboursOf(
  { cursor, window, total }: ListQuery,
  length: number,
  hasMore: boolean,
): List['neighbours'] {
  if (cursor?.direction === 'after') return { prev: length > 0, next: hasMore };
  if (cursor?.direction === 'before') return { prev: hasMore, next: length > 0 };
  if (total !== 'none') return null;
  return { prev: window.kind === 'page' && (window.page ?? 1) > 1, next: hasMore };
}

function cursorsOf(collection: Collection, { sort }: ListQuery, rows: readonly ListRow[]): List['cursors'] {
  const first = rows.at(0);
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return null;
  const keys = keysOfOrder(sort);
  const write = cursorWriter(collection, sort);
  const cursorOf = (row: ListRow) => {
    const values = keys.map((_, i) => row[valueName(i)] ?? null);
    return write({ seq: row.seq, version: row.version, values });
  };
  return {
    get first() {
      return cursorOf(first);
    },
    get last() {
      return cursorOf(last);
    },
  };
}

/** 410 for a cursor without sort values whose document has changed. */
function cursorLost(): Problem {
  return new Problem(
    'cursor-lost',
    'The document of the cursor was changed or deleted, and its sort values are too long for a cursor. Start again without the cursor.',
  );
}

function ownerOf({ key, body, more }: ListRow): OwnerRow {
  return { id: key, body: body ?? '', keys: String(more) };
}

function relatedRow({ key, body, more }: ListRow): RelatedRow {
  return { key, body: body ?? '', share: Number(more) };
}
