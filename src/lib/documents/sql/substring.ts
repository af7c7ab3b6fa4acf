import sql, { join, type Sql } from 'sql-template-tag';

/**
 * Does a text hold another, upper and lower case alike? Without LIKE, whose patterns D1 limits to 50 bytes and which
 * knows no letters beyond ASCII.
 */
export function contains(text: Sql, needle: string): Sql {
  return isAscii(needle)
    ? sql`instr(lower(${text}), ${needle.toLowerCase()}) > 0`
    : containsFolded(text, needle);
}

// SQLite folds ASCII only. So each place of the needle lists its character in all its cases, and the text holds the
// needle where every place finds its character.
function containsFolded(text: Sql, needle: string): Sql {
  const places = JSON.stringify(Array.from(needle, casesOf));
  return sql`EXISTS (
    WITH RECURSIVE haystack (t) AS MATERIALIZED (SELECT ${text}),
    start (i) AS (SELECT 1 FROM haystack WHERE t <> '' UNION ALL SELECT i + 1 FROM start, haystack WHERE i < length(t))
    SELECT 1 FROM start, haystack WHERE NOT EXISTS (
      SELECT 1 FROM json_each(${places}) AS place
      WHERE substr(t, i + place.key, 1) = '' OR instr(place.value, substr(t, i + place.key, 1)) = 0
    )
  )`;
}

/** FTS5 indexes three characters at a time, so that it finds nothing shorter. */
const TRIGRAM = 3;

/** Stands between the values of a document in the search index, see `searchable` in the migrations. */
const SEPARATOR = '\u001f';

/** Can the search index find this text? */
export function isSearchable(needle: string): boolean {
  return Array.from(needle).length >= TRIGRAM && !needle.includes(SEPARATOR);
}

/** The documents that the search index knows to hold the text in one of their values. */
export function foundBySearch(needles: readonly string[]): Sql {
  const phrases = needles.map((needle) => `"${needle.replaceAll('"', '""')}"`);
  return sql`d.seq IN (SELECT rowid FROM search WHERE search MATCH ${phrases.join(' OR ')})`;
}

/** The documents that hold the text in one of their values, by reading all: for what the index cannot find. */
export function foundByReading(needle: string): Sql {
  const leaf = sql`CASE leaf.type WHEN 'true' THEN 'true' WHEN 'text' THEN leaf.atom
    ELSE coalesce(d.body -> leaf.fullkey, leaf.atom) END`;
  return sql`${mayHold(needle)} AND EXISTS (
    SELECT 1 FROM json_tree(d.body) AS leaf
    WHERE leaf.type IN ('text', 'integer', 'real', 'true') AND leaf.atom NOT IN ('', 0) AND ${contains(leaf, needle)}
  )`;
}

/**
 * True of the documents that may hold the text in one of their values, and false of most others: looks through the
 * JSON as it is written, which costs a fraction of taking it apart.
 */
export function mayHold(needle: string): Sql {
  return isWrittenAsItIs(needle)
    ? sql`(instr(lower(d.body), ${needle.toLowerCase()}) > 0 OR instr(d.body, '\\u') > 0)`
    : sql`TRUE`;
}

/** These characters stand in JSON as themselves or as \uXXXX, and in no other way (RFC 8259 section 7). */
function isWrittenAsItIs(needle: string): boolean {
  return /^[\x20-\x7e]*$/.test(needle) && !/["\\/]/.test(needle);
}

export function anyOf(conditions: readonly Sql[]): Sql {
  return sql`(${join(conditions, ' OR ')})`;
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

function casesOf(character: string): string {
  const cases = [character, character.toLowerCase(), character.toUpperCase()];
  return [...new Set(cases)].filter((one) => Array.from(one).length === 1).join('');
}
