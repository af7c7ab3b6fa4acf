import sql, { raw, type Sql } from 'sql-template-tag';
import type { ListQuery } from '../query/list-query.ts';
import type { Collection } from '../schema/collection.ts';
import { columnsOf, findPage } from './find-page.ts';
import { MAX_OWNERS_OF_LARGE } from './list-bounds.ts';
import { IS_READ, IS_SMALL, limitBySize, type Reader, stateOf } from './list-state.ts';
import { projection } from './projection.ts';
import { keysOf, type RefusedRelation, relatedStatements } from './related.ts';
import { balanced } from './sql/balanced.ts';
import { MAX_RESPONSE_BYTES } from './sql/within-bytes.ts';
import { longestOf } from './window-bounds.ts';

/** A row of the statement: the list itself (part 0), a document (1), or a document of a relation (from 2). */
export interface ListRow {
  part: number;
  /** The state of the list, or the id or key of a document. */
  key: string;
  body: string | null;
  /** `ListFacts`, the keys of a document, or the share of a related document. */
  more: string | number | null;
}

/** What the database tells of a list, as JSON; `null` when the client has it stored. */
export interface ListFacts {
  /** Matching documents; with `isLarge`, at most one more than are counted. */
  total: number;
  isLarge: 0 | 1;
  /** Why the list is refused; `null` when it is not. */
  refused: 'unindexed' | 'candidates' | 'skipped' | RefusedRelation | null;
}

/**
 * The statement of a list. Without facts, the client has the list stored. The condition is evaluated once, and whether
 * the list is within its bounds is decided before its rows are read.
 */
export function listStatement(collection: Collection, query: ListQuery, reader: Reader): Sql {
  const finding = findPage(collection, query);
  const { relations } = query;
  const facts = sql`CASE WHEN is_wanted THEN json_object('total', (SELECT total FROM counted), 'isLarge', NOT is_small,
    'refused', coalesce(relation, ${finding.refused})) END`;
  const document = sql`SELECT 1 AS part, CAST(d.id AS TEXT) AS key, ${projection(collection, query)} AS body, ${keysOf(relations)} AS more`;
  const related = relatedStatements(relations, sql`FROM page AS d`, IS_READ);
  const isMaterialised = raw(related.length === 0 ? 'NOT MATERIALIZED' : 'MATERIALIZED');
  return sql`WITH
    c AS NOT MATERIALIZED (${stateOf(collection, relations, reader)}),
    ${finding.ctes},
    page AS ${isMaterialised} (${pageOf(collection, query, finding.page)})
    ${inSequence([
      sql`SELECT 0 AS part, state AS key, NULL AS body, ${facts} AS more FROM c`,
      sql`${document} FROM page AS d`,
      ...related.map(
        (select, i) => sql`SELECT ${raw(String(i + 2))} AS part, key, body, share AS more FROM (${select})`,
      ),
    ])}`;
}

/** The rows of SELECTs, one after another. D1 allows few terms in one UNION, so they are nested. */
function inSequence(selects: readonly Sql[]): Sql {
  return balanced(selects, (first, then) => sql`SELECT * FROM (${first}) UNION ALL SELECT * FROM (${then})`);
}

/** Documents of at most 1 MiB that the Worker has memory for. */
const SHORT_WINDOW = 16;

/**
 * The rows of the page. If documents of the greatest size could exceed the bytes of a response, the sizes of a longer
 * page are summed, which reads two rows more per document, and the page ends early.
 */
function pageOf(collection: Collection, query: ListQuery, select: (gate: Sql) => Sql): Sql {
  const { window, relations } = query;
  const size = sql`octet_length(${query.fields === null ? raw('d.body') : projection(collection, query)})`;
  const longest = longestOf(window);
  const owners = relations.embed.length + relations.expand.length;
  const limited = (rows: Sql) =>
    owners === 0 || longest <= MAX_OWNERS_OF_LARGE / owners
      ? rows
      : sql`SELECT * FROM (${rows}) LIMIT CASE WHEN ${IS_SMALL} THEN -1 ELSE ${Math.floor(MAX_OWNERS_OF_LARGE / owners)} END`;
  if (longest <= SHORT_WINDOW) return limited(select(IS_READ));
  const isLight = sql`(SELECT largest FROM c) * ${longest} <= ${MAX_RESPONSE_BYTES}`;
  const columns = columnsOf(collection);
  const summed = sql`SELECT d.*, sum(${size}) OVER (ROWS UNBOUNDED PRECEDING) AS upto
    FROM (${select(sql`(${IS_READ} AND NOT ${isLight})`)}) AS d LIMIT ${limitBySize(MAX_SUMMED)}`;
  return limited(sql`SELECT * FROM (${select(sql`(${IS_READ} AND ${isLight})`)})
    UNION ALL SELECT ${columns} FROM (${summed}) AS d WHERE upto - ${size} < ${MAX_RESPONSE_BYTES}`);
}

/** Documents whose sizes are summed: more would read more than two rows per document + 5,000. */
const MAX_SUMMED = 4_900;
