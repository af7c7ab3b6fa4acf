import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { Collection } from '../../schema/collection.ts';
import { MAX_LISTED_MATCHES } from '../list-bounds.ts';
import {
  isOnePhrase,
  isSearchable,
  matchExpression,
  matchesByScan,
  prefilter,
  rowsOfContains,
  rowsOfScan,
} from '../sql/condition/substring.ts';
import { searchTable, table } from '../sql/table-names.ts';
import { limitBySize } from './list-state.ts';

/** How candidates that something else has found are checked for the text of `q`. */
export interface SearchCheck {
  /** Common table expressions that `holds` uses. */
  ctes: Sql;
  /** SQL: whether the row `d` contains the text. */
  holds: Sql;
  /** Rows that the common table expressions read at most. */
  rows: number;
  /** Rows that `holds` reads for each candidate, values that it scans excepted. */
  rowsPerCandidate: number;
  /** SQL: the rows that `holds` reads at most to scan the values of the row `d`. It reads no row of a document. */
  scanned: Sql;
  /** SQL: whether values are scanned. */
  scans: Sql;
}

/**
 * Documents before the first match that FTS5 may pass by for each candidate. It finds a row of a MATCH by walking from
 * the first document to the first match, and only then seeks the row (`sqlite3Fts5ExprFirst` in
 * https://sqlite.org/src/file/ext/fts5/fts5_expr.c).
 */
const MAX_BEFORE_FIRST_MATCH = 1_000;

/** A part of a number. The search index has some numbers in another form than the body, so no scan finds them. */
const MAY_BE_IN_NUMBER = /^[\d.e+-]+$/i;

/**
 * The check for the text of `q`, which walks through the search index once. If it has few matches, they are listed. Else
 * each candidate is looked up there, or, where a lookup would walk far, its values are scanned, which reads a row for each.
 */
export function searchCheck(collection: Collection, text: string): SearchCheck {
  const scan = matchesByScan(text, collection);
  const scanned = rowsOfScan(text, collection);
  const rowsPerCandidate = 1 + rowsOfContains(text);
  if (collection.search === false || !isSearchable(text) || !isOnePhrase(text)) {
    return { ctes: empty, holds: scan, rows: 0, rowsPerCandidate, scanned, scans: raw('TRUE') };
  }
  const search = searchTable(collection);
  const match = matchExpression([text]);
  const most = sql`${MAX_LISTED_MATCHES + 1}`;
  const isNear = sql`(SELECT first FROM hits) - (SELECT min(seq) FROM ${table(collection)}) <= ${MAX_BEFORE_FIRST_MATCH}`;
  const lookUp = sql`EXISTS (SELECT 1 FROM ${search} AS s WHERE s.rowid = d.seq AND s.text MATCH ${match})`;
  const mayScan = !MAY_BE_IN_NUMBER.test(text);
  const isListed = sql`(SELECT found FROM hits) <= ${MAX_LISTED_MATCHES}`;
  const lookUpOrScan = mayScan
    ? sql`WHEN ${isNear} THEN ${prefilter(text)} AND ${lookUp} ELSE ${scan}`
    : sql`ELSE ${lookUp}`;
  return {
    ctes: sql`hits AS MATERIALIZED (
      SELECT count(*) AS found, min(hit) AS first, json_group_array(hit) AS list
      FROM (SELECT s.rowid AS hit FROM ${search} AS s WHERE s.text MATCH ${match} LIMIT ${limitBySize(MAX_LISTED_MATCHES + 1, most)})
    ),`,
    holds: sql`CASE
      WHEN ${isListed} THEN d.seq IN (SELECT value FROM json_each((SELECT list FROM hits)))
      ${lookUpOrScan} END`,
    rows: MAX_LISTED_MATCHES,
    rowsPerCandidate,
    scanned,
    scans: mayScan ? sql`NOT (${isListed} OR coalesce(${isNear}, FALSE))` : raw('FALSE'),
  };
}
