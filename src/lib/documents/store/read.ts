import sql from 'sql-template-tag';
import { isUnfiltered, type ListQuery, type Selection, type Window } from '../query/list-query.ts';
import { type Part, partOf, WHOLE } from '../query/part.ts';
import type { Collection } from '../schema/collection.ts';
import { notPrepared } from './d1-errors.ts';
import { type Database, runBatch } from './database.ts';
import type { Reader } from './list-state.ts';
import { type ListFacts, type ListRow, listStatement } from './list-statement.ts';
import { needsIndex, relationNeedsIndex } from './needs-index.ts';
import { projection } from './projection.ts';
import {
  bodiesWithRelated,
  bodyWithRelated,
  groupByKey,
  keysOf,
  type OwnerRow,
  type RefusedRelation,
  type RelatedRow,
  refusedRelation,
  relatedCollections,
  relatedStatements,
} from './related.ts';
import { fromDocument } from './sql/id.ts';
import { isNotStored, type KnownStates, type StateTag, stateOfRow } from './state-tag.ts';

export interface List {
  state: StateTag;
  /** The documents as one JSON array; `null` when the client has this state stored. */
  body: string | null;
  /** Number of matching documents, of which the window is a part; with `isAtLeast`, there are more. */
  total: number;
  isAtLeast: boolean;
  /** The total, or as many documents as the list is known to have. Links lead no further. */
  reached: number;
  /** The part of the window that the body contains. */
  part: Part;
}

export interface StoredDocument {
  state: StateTag;
  body: string;
  /** Time of the last change, in milliseconds since 1970. */
  modified: number;
}

/** A document of a response. With related documents, the time of the last change is unknown. */
export interface ReadDocument extends Omit<StoredDocument, 'modified'> {
  modified: number | null;
}

type DocumentRow = OwnerRow & StoredDocument & { refused: RefusedRelation | null };

/**
 * Reads the document of this id with its selection, or `null`. One round trip. When the client has its state stored,
 * no related document is read.
 *
 * @throws Problem 400 for a relation that would scan a large collection
 */
export async function readDocument(
  db: Database,
  collection: Collection,
  id: string,
  selection: Selection,
  known: KnownStates,
): Promise<ReadDocument | null> {
  const { relations } = selection;
  const owner = fromDocument(collection, id);
  const state = stateOfRow('d', relatedCollections(relations));
  const refused = refusedRelation(relations);
  const gate = sql`${isNotStored(sql`SELECT ${state} ${owner}`, known)} AND ${refused} IS NULL`;
  const document = sql`SELECT ${state} AS state, d.modified, CAST(d.id AS TEXT) AS id, ${projection(collection, selection)} AS body,
    ${keysOf(relations)} AS keys, ${refused} AS refused ${owner}`;
  const related = relatedStatements(relations, owner, gate);
  const [found, ...groups] = await runBatch<[DocumentRow, ...RelatedRow[]]>(db, [document, ...related]);
  const [row] = found.rows;
  if (row === undefined) return null;
  if (row.refused !== null) throw relationNeedsIndex(relations, row.refused);
  const body = bodyWithRelated(
    relations,
    row,
    groups.map(({ rows }) => groupByKey(rows)),
  );
  return { state: row.state, modified: related.length === 0 ? row.modified : null, body };
}

/** The id of a document as it is stored, a number or a string, or `null` without the document. */
export async function readId(
  db: Database,
  collection: Collection,
  id: string,
): Promise<string | number | null> {
  const [found] = await runBatch<[{ id: string }]>(db, [
    sql`SELECT json_quote(d.id) AS id ${fromDocument(collection, id)}`,
  ]);
  const [row] = found.rows;
  return row === undefined ? null : JSON.parse(row.id);
}

/**
 * Reads the list of a query in one round trip. When the client has its state stored, one row is read.
 *
 * @throws Problem 400 when the list would read more rows of a large collection than its bounds allow
 */
export async function readList(
  db: Database,
  collection: Collection,
  query: ListQuery,
  reader: Reader,
): Promise<List> {
  const { relations, window } = query;
  const [{ rows }] = await runBatch<[ListRow]>(db, [listStatement(collection, query, reader)]);
  const [head, ...documents] = rows;
  if (head === undefined) throw notPrepared();
  if (head.more === null)
    return { state: head.key, body: null, total: 0, isAtLeast: false, reached: 0, part: WHOLE };
  const facts: ListFacts = JSON.parse(String(head.more));
  if (facts.refused !== null) throw needsIndex(collection, query, facts.refused);
  const parts = Map.groupBy(documents, ({ part }) => part);
  const owners = (parts.get(1) ?? []).map(ownerOf);
  const groups = [...relations.embed, ...relations.expand].map((_, i) =>
    groupByKey((parts.get(i + 2) ?? []).map(relatedOf)),
  );
  const bodies = bodiesWithRelated(relations, owners, groups);
  const isAtLeast = facts.isLarge === 1 && facts.total > collection.limits.count && !isUnfiltered(query);
  const total = isAtLeast ? collection.limits.count : facts.total;
  const reached = isAtLeast ? leastTotal(window, owners.length) : total;
  const part = partOf(window, reached, bodies.length);
  return {
    state: head.key,
    body: `[${bodies.slice(0, part.length).join(',')}]`,
    total,
    isAtLeast,
    reached,
    part,
  };
}

/** The documents up to the end of a window, and one more when the window is full. */
function leastTotal(window: Window, found: number): number {
  const [start, length] =
    window.kind === 'page'
      ? [(window.page - 1) * window.limit, window.limit]
      : [window.start, window.end - window.start];
  return start + found + (found < length ? 0 : 1);
}

function ownerOf({ key, body, more }: ListRow): OwnerRow {
  return { id: key, body: body ?? '', keys: String(more) };
}

function relatedOf({ key, body, more }: ListRow): RelatedRow {
  return { key, body: body ?? '', share: Number(more) };
}
