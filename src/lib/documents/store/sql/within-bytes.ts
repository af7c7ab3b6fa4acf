import sql, { type Sql } from 'sql-template-tag';
import type { Collection } from '../../schema/collection.ts';
import { table } from './table-names.ts';

/**
 * The `FROM … AS d` of the documents that a SELECT of (`seq`, `bytes`, `most`) finds, in its order, until they have
 * this many bytes. The sizes are added before any document is read. `part.upto` is the sum up to a document: only that
 * of the last one can exceed the limit. `part.position` counts the documents.
 */
export function withinBytes(collection: Collection, found: Sql, limit: number): Sql {
  return sql`FROM (
      SELECT seq, bytes, most, sum(bytes) OVER w AS upto, 1.0 * row_number() OVER w AS position FROM (${found})
      WINDOW w AS (ROWS UNBOUNDED PRECEDING)
    ) AS part CROSS JOIN ${table(collection)} AS d ON d.seq = part.seq WHERE part.upto - part.bytes < ${limit}`;
}
