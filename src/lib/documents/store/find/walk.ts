import sql, { raw, type Sql } from 'sql-template-tag';
import { MAX_LIMIT } from '../../limits.ts';
import { type Cursor, isUnfiltered, type ListQuery } from '../../query/list-query.ts';
import type { Collection } from '../../schema/collection.ts';
import { MAX_SKIPPED } from '../list-bounds.ts';
import { columnsOf } from '../sql/columns.ts';
import { inSequence } from '../sql/in-sequence.ts';
import { armsAfter } from '../sql/keyset.ts';
import { type OrderTerm, orderBy, reversed } from '../sql/order.ts';
import type { Access, WholeAccess } from './access-path.ts';
import { placeOf } from './cursor-place.ts';
import { IS_SMALL, limitBySize, TOTAL } from './list-state.ts';
import type { PageSql } from './page-sql.ts';
import { boundsOf, countsFromEnd, mayBeFar } from './window-bounds.ts';

/** Reads the documents in the order of an access that finds exactly those of the query. */
export function walk(collection: Collection, query: ListQuery, access: WholeAccess): PageSql {
  if (query.cursor !== null) return walkAfterCursor(collection, query, access, query.cursor);
  if (!mayBeFar(query)) return walkNear(collection, query, access);
  return isUnfiltered(query)
    ? walkFromNearEnd(collection, query, access)
    : walkFiltered(collection, query, access);
}

/** Reads the documents after a cursor, and none of those before it. */
function walkAfterCursor(
  collection: Collection,
  query: ListQuery,
  access: WholeAccess,
  cursor: Cursor,
): PageSql {
  const { count } = boundsOf(query);
  const { values, cte, isLost } = placeOf(collection, query.sort, cursor);
  const { order, sources } = access.inOrder;
  const isForward = cursor.direction === 'after';
  const terms = isForward ? order : reversed(order);
  const arms = (isForward ? sources : sources.toReversed()).flatMap(({ rows, range }) =>
    armsAfter(terms, values, range).map((arm) => ({ ...arm, rows })),
  );
  const selects = (gate: Sql) =>
    arms.map(
      ({ rows, condition, order }) => sql`SELECT ${columnsOf(collection)} ${rows} AND ${condition}
        ORDER BY ${orderBy(order)} LIMIT CASE WHEN ${gate} THEN ${count} ELSE 0 END`,
    );
  const nothing = sql`SELECT ${columnsOf(collection)} ${access.rows} AND FALSE`;
  return {
    ctes: sql`${cte} ${countedBy(collection, query, access)}`,
    refused: sql`CASE WHEN ${isLost} THEN 'lost' END`,
    page: (gate) =>
      arms.length === 0 ? nothing : sql`SELECT * FROM (${inSequence(selects(gate))}) LIMIT ${count}`,
  };
}

function walkNear(collection: Collection, query: ListQuery, access: WholeAccess): PageSql {
  const { count, offset } = boundsOf(query);
  return {
    ctes: countedBy(collection, query, access),
    refused: raw('NULL'),
    page: selectOf(collection, access, access.inOrder.order, count, offset),
  };
}

/** Skips at most `MAX_SKIPPED` documents of a large collection. */
function walkFiltered(collection: Collection, query: ListQuery, access: WholeAccess): PageSql {
  const { count, offset } = boundsOf(query);
  const isNear = sql`(${IS_SMALL} OR ${offset} <= ${MAX_SKIPPED})`;
  const isAllowed = countsFromEnd(query.window) ? IS_SMALL : isNear;
  const select = selectOf(collection, access, access.inOrder.order, count, offset);
  return {
    ctes: countedBy(collection, query, access),
    refused: sql`CASE WHEN NOT ${isAllowed} THEN 'skipped' END`,
    page: (gate) => select(sql`${gate} AND ${isAllowed}`),
  };
}

/** Reads the last pages of a whole collection from its end. */
function walkFromNearEnd(collection: Collection, query: ListQuery, access: WholeAccess): PageSql {
  const { order } = access.inOrder;
  const { count, offset } = boundsOf(query);
  const rest = sql`max(${TOTAL} - ${offset} - ${count}, 0)`;
  const length = sql`max(min(${count}, ${TOTAL} - ${offset}), 0)`;
  const isForward = sql`(${offset} <= ${MAX_SKIPPED} OR (${IS_SMALL} AND ${offset} <= ${rest}))`;
  const isBackward = sql`(NOT ${isForward} AND (${IS_SMALL} OR ${rest} <= ${MAX_SKIPPED}))`;
  const forward = selectOf(collection, access, order, count, offset);
  const backward = selectOf(collection, access, reversed(order), length, rest);
  return {
    ctes: countedBy(collection, query, access),
    refused: sql`CASE WHEN NOT ${isForward} AND NOT ${isBackward} THEN 'skipped' END`,
    page: (gate) => sql`SELECT * FROM (${forward(sql`${gate} AND ${isForward}`)})
      UNION ALL SELECT * FROM (
        SELECT * FROM (${backward(sql`${gate} AND ${isBackward}`)}) AS d ORDER BY ${orderBy(order)} LIMIT ${MAX_LIMIT + 1}
      )`,
  };
}

/** The common table expression of the number of matches. The number of all documents is stored. */
function countedBy(collection: Collection, query: ListQuery, { counted }: Access): Sql {
  if (isUnfiltered(query)) return raw('counted AS MATERIALIZED (SELECT documents AS total FROM c)');
  if (query.total === 'none') return raw('counted AS MATERIALIZED (SELECT NULL AS total)');
  return sql`counted AS MATERIALIZED (SELECT count(*) AS total FROM (SELECT 1 ${counted}
    LIMIT ${limitBySize(collection.limits.count + 1)}))`;
}

/** The SELECT of a part of the documents, if a gate holds. */
function selectOf(
  collection: Collection,
  { rows }: Access,
  order: readonly OrderTerm[],
  limit: Sql,
  offset: Sql,
): PageSql['page'] {
  return (gate) => sql`SELECT ${columnsOf(collection)} ${rows}
    ORDER BY ${orderBy(order)} LIMIT CASE WHEN ${gate} THEN ${limit} ELSE 0 END OFFSET ${offset}`;
}
