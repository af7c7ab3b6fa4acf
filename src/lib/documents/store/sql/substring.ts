import sql, { join, type Sql } from 'sql-template-tag';
import { nameLiteral } from './name-literal.ts';

/**
 * Does a text hold another, upper and lower case alike? Without LIKE, whose patterns D1 limits to 50 bytes and which
 * knows no letters beyond ASCII. SQLite folds only those too; so of the others, the ones in the needle are folded in
 * the text.
 */
export function contains(text: Sql, needle: string): Sql {
  const folded = Array.from(needle, fold);
  const capitals = [...new Set(folded)].flatMap((letter) => capitalOf(letter) ?? []).slice(0, MAX_LETTERS);
  const haystack = capitals.reduce(
    (before, capital) => sql`replace(${before}, ${capital}, ${fold(capital)})`,
    sql`lower(${text})`,
  );
  return sql`instr(${haystack}, ${folded.join('')}) > 0`;
}

/** Expressions nest 100 deep at most. Letters beyond are found as they are written. */
const MAX_LETTERS = 30;

/** A letter in lower case, if that is one letter too. */
function fold(letter: string): string {
  const lower = letter.toLowerCase();
  return Array.from(lower).length === 1 ? lower : letter;
}

/** The capital of a letter beyond ASCII. */
function capitalOf(letter: string): string | null {
  const upper = letter.toUpperCase();
  return letter > '\x7f' && upper !== letter && fold(upper) === letter ? upper : null;
}

/** FTS5 indexes three characters at a time, so that it finds nothing shorter. */
const TRIGRAM = 3;

/** Stands between the values of a document in the search index, see `searchable` in the migrations. */
const SEPARATOR = '\u001f';

/** Can the search index find this text? */
export function isSearchable(needle: string): boolean {
  return Array.from(needle).length >= TRIGRAM && !needle.includes(SEPARATOR);
}

/**
 * The documents that the search index knows to hold one of the texts in one of their values. The collection is part of
 * the match, so that what others hold does not even show in the cost.
 */
export function foundBySearch(needles: readonly string[], collection: string): Sql {
  const phrases = needles.map((needle) => `"${needle.replaceAll('"', '""')}"`).join(' OR ');
  return sql`d.seq IN (SELECT rowid FROM search WHERE search MATCH coalesce((
    SELECT 'scope : "' || scope || '" AND text : (' || ${phrases} || ')' FROM collections
    WHERE name = ${nameLiteral(collection)}
  ), '""'))`;
}

/** The documents that hold the text in one of their values, by reading all: for what the index cannot find. */
export function foundByReading(needle: string): Sql {
  const leaf = sql`CASE leaf.type WHEN 'true' THEN 'true' ELSE leaf.atom END`;
  return sql`${mayHold(needle)} AND EXISTS (
    SELECT 1 FROM json_tree(d.body) AS leaf
    WHERE leaf.type IN ('text', 'integer', 'real', 'true') AND leaf.atom NOT IN ('', 0) AND ${contains(leaf, needle)}
  )`;
}

/**
 * True of the documents that may hold the text in one of their values, and false of most others: looks through the
 * JSON as it is written, which costs a fraction of taking it apart.
 */
function mayHold(needle: string): Sql {
  return isWrittenAsItIs(needle)
    ? sql`(instr(lower(d.body), ${needle.toLowerCase()}) > 0 OR instr(d.body, '\\u') > 0)`
    : sql`TRUE`;
}

/** The same for a text whose case counts. */
export function mayHoldExactly(needle: string): Sql {
  return sql`(instr(d.body, ${needle}) > 0 OR instr(d.body, '\\u') > 0)`;
}

/** These characters stand in JSON as themselves or as \uXXXX, and in no other way (RFC 8259 section 7). */
function isWrittenAsItIs(needle: string): boolean {
  return /^[\x20-\x7e]*$/.test(needle) && !/["\\/]/.test(needle);
}

export function anyOf(conditions: readonly Sql[]): Sql {
  return sql`(${join(conditions, ' OR ')})`;
}
