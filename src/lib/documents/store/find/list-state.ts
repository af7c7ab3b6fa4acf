import sql, { raw, type Sql } from 'sql-template-tag';
import type { Collection } from '../../schema/collection.ts';
import type { Relations } from '../../schema/related-collections.ts';
import { refusedRelation, relatedCollections } from '../related-documents.ts';
import { nameLiteral } from '../sql/table-names.ts';
import { isNotStored, type KnownStates, stateOfRow } from '../state-tag.ts';

/** The client that reads a list. A trusted one may read all rows of a large collection. */
export interface Reader {
  known: KnownStates;
  isTrusted: boolean;
  /** Whether the list is refused if the collection is large. */
  refusesWhole?: boolean;
}

/** The common table expression `c`: the state of the collection, and what it means for the list. */
export function stateOf(
  collection: Collection,
  relations: Relations,
  { known, isTrusted, refusesWhole = false }: Reader,
): Sql {
  const state = stateOfRow('c', relatedCollections(relations));
  const isSmall = isTrusted ? raw('TRUE') : sql`documents <= ${collection.limits.scan}`;
  const whole = refusesWhole ? sql`CASE WHEN NOT ${isSmall} THEN 'whole' END` : raw('NULL');
  return sql`SELECT state, documents, largest, ${isSmall} AS is_small, is_wanted,
    relation, is_wanted AND relation IS NULL AS is_read
    FROM (SELECT *, ${isNotStored(raw('state'), known)} AS is_wanted FROM (
      SELECT ${state} AS state, documents, largest, coalesce(${refusedRelation(relations)}, ${whole}) AS relation FROM _collections AS c WHERE name = ${nameLiteral(collection.name)}
    ))`;
}

/** Whether any list is allowed, and every total exact. */
export const IS_SMALL = raw('(SELECT is_small FROM c)');
/** Whether rows are read: the client does not have the list stored, and no relation refuses it. */
export const IS_READ = raw('(SELECT is_read FROM c)');

/** The number of matching documents, of the common table expression `counted`. */
export const TOTAL = raw('(SELECT total FROM counted)');

/** SQL of a LIMIT: `small` (by default, none) for a small collection, `large` for a large one, 0 if no rows are read. */
export function limitBySize(large: number | Sql, small: Sql = raw('-1')): Sql {
  return sql`coalesce((SELECT CASE WHEN NOT is_read THEN 0 WHEN is_small THEN ${small} ELSE ${large} END FROM c), 0)`;
}
