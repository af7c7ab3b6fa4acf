import sql, { join, type Sql } from 'sql-template-tag';
import { nameLiteral } from './name-literal.ts';

/**
 * SQL: whether a text contains another, case-insensitively. D1 limits patterns of LIKE to 50 bytes
 * (https://developers.cloudflare.com/d1/platform/limits/). SQLite folds ASCII only, so the other letters of the needle
 * are folded one by one.
 */
export function contains(text: Sql, needle: string): Sql {
  const folded = Array.from(needle, fold);
  const capitals = [...new Set(folded)]
    .flatMap((letter) => capitalOf(letter) ?? [])
    .slice(0, MAX_FOLDED_LETTERS);
  const haystack = capitals.reduce(
    (before, capital) => sql`replace(${before}, ${capital}, ${fold(capital)})`,
    sql`lower(${text})`,
  );
  return sql`instr(${haystack}, ${folded.join('')}) > 0`;
}

/** SQLite nests expressions at most 100 deep. Further letters match case-sensitively. */
const MAX_FOLDED_LETTERS = 30;

/** The lower case of a letter, unless it has several letters. */
function fold(letter: string): string {
  const lower = letter.toLowerCase();
  return Array.from(lower).length === 1 ? lower : letter;
}

/** The capital of a non-ASCII letter, or `null`. */
function capitalOf(letter: string): string | null {
  const upper = letter.toUpperCase();
  return letter > '\x7f' && upper !== letter && fold(upper) === letter ? upper : null;
}

/** Characters per token of the search index; shorter text cannot be found (https://www.sqlite.org/fts5.html). */
const TRIGRAM = 3;

/** Separates the values of a document in the search index; see the view `searchable` in migrations/. */
const SEPARATOR = '\u001f';

/** Whether the search index can find this text. */
export function isSearchable(needle: string): boolean {
  return Array.from(needle).length >= TRIGRAM && !needle.includes(SEPARATOR);
}

/**
 * SQL: whether the search index has one of the texts in a value of the document. The collection is part of the match,
 * so the cost does not depend on the documents of other collections.
 */
export function matchesBySearch(needles: readonly string[], collection: string): Sql {
  const phrases = needles.map((needle) => `"${needle.replaceAll('"', '""')}"`).join(' OR ');
  return sql`d.seq IN (SELECT rowid FROM search WHERE search MATCH coalesce((
    SELECT 'scope : "' || scope || '" AND text : (' || ${phrases} || ')' FROM collections
    WHERE name = ${nameLiteral(collection)}
  ), '""'))`;
}

/** SQL: whether some value contains the text, without the index. It scans the collection. */
export function matchesByScan(needle: string): Sql {
  const leaf = sql`CASE leaf.type WHEN 'true' THEN 'true' ELSE leaf.atom END`;
  return sql`${prefilter(needle)} AND EXISTS (
    SELECT 1 FROM json_tree(d.body) AS leaf
    WHERE leaf.type IN ('text', 'integer', 'real', 'true') AND leaf.atom NOT IN ('', 0) AND ${contains(leaf, needle)}
  )`;
}

/** SQL: false for most documents without the text. Searching the raw JSON is cheaper than parsing it. */
function prefilter(needle: string): Sql {
  return isPlainAscii(needle)
    ? sql`(instr(lower(d.body), ${needle.toLowerCase()}) > 0 OR instr(d.body, '\\u') > 0)`
    : sql`TRUE`;
}

/** Like `prefilter`, case-sensitively. */
export function prefilterExactly(needle: string): Sql {
  return sql`(instr(d.body, ${needle}) > 0 OR instr(d.body, '\\u') > 0)`;
}

/** Whether JSON writes every character as itself or as \uXXXX, and in no other way (RFC 8259 section 7). */
function isPlainAscii(needle: string): boolean {
  return /^[\x20-\x7e]*$/.test(needle) && !/["\\/]/.test(needle);
}

export function anyOf(conditions: readonly Sql[]): Sql {
  return sql`(${join(conditions, ' OR ')})`;
}
