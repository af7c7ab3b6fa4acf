import sql from 'sql-template-tag';
import type { Selection } from '../../query/list-query.ts';
import type { Collection } from '../../schema/collection.ts';
import { type Database, runBatch } from '../d1/database.ts';
import {
  bodyWithRelated,
  groupByKey,
  keysOf,
  type OwnerRow,
  type RefusedRelation,
  type RelatedRow,
  refusedRelation,
  relatedCollections,
  relatedStatements,
} from '../related-documents.ts';
import { fromDocument } from '../sql/id.ts';
import { isNotStored, type KnownStates, type StateTag, stateOfRow } from '../state-tag.ts';
import { relationNeedsIndex } from './needs-index.ts';
import { projection } from './projection.ts';

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
 * Reads a document with its selection in one round trip; `null` if it does not exist. When the client has its state
 * stored, no related document is read.
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
  const document = sql`SELECT ${state} AS state, d.modified, CAST(d.id AS TEXT) AS id, ${projection(collection, selection)} AS body,
    ${keysOf(relations)} AS keys, ${refused} AS refused ${owner}`;
  const isRead = () => sql`${isNotStored(sql`SELECT ${state} ${owner}`, known)} AND ${refused} IS NULL`;
  const related =
    relatedCollections(relations).length === 0 ? [] : relatedStatements(relations, owner, isRead());
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

/** Reads the stored form of an id, a number or a string; `null` if the document does not exist. */
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
