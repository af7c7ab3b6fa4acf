import sql, { raw, type Sql } from 'sql-template-tag';
import type { Collection } from '../../../schema/collection.ts';
import { leavesOf, SEPARATOR } from '../../../tables/definition/search-text.ts';
import { foldCase, otherCases } from './fold-case.ts';

/** Where a text contains another. */
export type Position = 'anywhere' | 'start' | 'end';

/**
 * SQL: whether a text contains another, case-insensitively. SQLite's `lower()` folds ASCII only, so each other form of
 * a letter of the needle is replaced in the text: many in a loop, because nesting must not grow with the needle.
 */
export function contains(text: Sql, needle: string, position: Position = 'anywhere'): Sql {
  const folded = foldCase(needle);
  const pairs = replacementsFor(folded);
  if (pairs.length <= 2 * MAX_NESTED) return holds(replaced(sql`lower(${text})`, pairs), folded, position);
  const forms = JSON.stringify(pairs);
  return sql`(WITH RECURSIVE fold (step, text) AS (
    SELECT 0, lower(${text})
    UNION ALL
    SELECT step + 2, replace(text, ${forms} ->> step, ${forms} ->> (step + 1)) FROM fold WHERE step < ${pairs.length}
  ) SELECT ${holds(raw('text'), folded, position)} FROM fold WHERE step = ${pairs.length})`;
}

/** Maximum nested replacements. A loop reads rows for each. */
const MAX_NESTED = 6;

/** Rows that `contains` reads for one text: the loop writes and reads a row per step, and reads the result. */
export function rowsOfContains(needle: string): number {
  const { length } = replacementsFor(foldCase(needle));
  return length <= 2 * MAX_NESTED ? 0 : 2 * (length / 2 + 1) + 1;
}

/** The other forms of the letters of a folded text, each followed by the letter that replaces it. */
function replacementsFor(folded: string): string[] {
  const letters = [...new Set(folded)];
  return letters.flatMap((letter) => otherCases(letter).flatMap((form) => [form, letter]));
}

function replaced(text: Sql, [form, letter, ...others]: readonly string[]): Sql {
  if (form === undefined || letter === undefined) return text;
  return replaced(sql`replace(${text}, ${form}, ${letter})`, others);
}

/** SQL: whether a folded text contains another. `substr` counts from the end for a negative start, and not for 0. */
function holds(text: Sql, folded: string, position: Position): Sql {
  const length = Array.from(folded).length;
  if (position === 'anywhere' || length === 0) return sql`instr(${text}, ${folded}) > 0`;
  return position === 'start'
    ? sql`substr(${text}, 1, ${length}) = ${folded}`
    : sql`substr(${text}, ${-length}) = ${folded}`;
}

/** Characters per token of the search index; shorter text cannot be found (https://www.sqlite.org/fts5.html). */
const TRIGRAM = 3;

/** Whether the search index can find this text. */
export function isSearchable(needle: string): boolean {
  return Array.from(needle).length >= TRIGRAM && !needle.includes(SEPARATOR);
}

/**
 * Characters of a text that the search index always compares as one phrase. It reads the occurrences of each trigram of
 * the phrase once, and a long run of one letter is full of one trigram.
 */
const MAX_PHRASE = 8;

/** Maximum occurrences of a trigram in a longer phrase: words such as `barbara` repeat one, which doubles the cost. */
const MAX_REPEATED = 2;

/** Whether the search index compares the text as one phrase: a short one, and one that hardly repeats a trigram. */
export function isOnePhrase(needle: string): boolean {
  const letters = Array.from(foldCase(needle));
  if (letters.length <= MAX_PHRASE) return true;
  const trigrams = letters.slice(TRIGRAM - 1).map((_, i) => letters.slice(i, i + TRIGRAM).join(''));
  const repeated = Map.groupBy(trigrams, (trigram) => trigram);
  return [...repeated.values()].every(({ length }) => length <= MAX_REPEATED);
}

/**
 * The expression of MATCH that finds rows of the search table with the beginning and the end of one of the texts. For a
 * text that is one phrase, a value of the document then contains it.
 */
export function matchExpression(needles: readonly string[]): string {
  return needles.map(phrasesOf).join(' OR ');
}

function phrasesOf(needle: string): string {
  const letters = Array.from(needle);
  const parts = isOnePhrase(needle) ? [letters] : [letters.slice(0, MAX_PHRASE), letters.slice(-MAX_PHRASE)];
  const quoted = parts.map((part) => `"${part.join('').replaceAll('"', '""')}"`);
  return `(${quoted.join(' AND ')})`;
}

/** SQL: whether some searched value contains the text, without the index. It scans the collection. */
export function matchesByScan(needle: string, { search }: Collection): Sql {
  const leaves = raw(leavesOf('d.body', typeof search === 'boolean' ? true : search));
  const leaf = sql`CASE leaf.type WHEN 'true' THEN 'true' ELSE leaf.atom END`;
  return sql`${prefilter(needle)} AND EXISTS (
    SELECT 1 FROM ${leaves} AS leaf
    WHERE leaf.type IN ('text', 'integer', 'real', 'true') AND leaf.atom NOT IN ('', 0) AND ${contains(leaf, needle)}
  )`;
}

/**
 * SQL: the rows that `matchesByScan` reads at most for the values of the row `d`. Each value follows a comma, a bracket or
 * a brace, and a field has at most four readings, each with two rows of its own. It reads no row itself.
 */
export function rowsOfScan(needle: string, { search }: Collection): Sql {
  const fields = typeof search === 'boolean' ? [] : search.map((path) => `${path.join('.')}.`);
  // A field inside another one is scanned twice.
  const times = Math.max(
    1,
    ...fields.map((field) => fields.filter((other) => field.startsWith(other)).length),
  );
  const marks = sql`octet_length(d.body) - octet_length(replace(replace(replace(d.body, ',', ''), '[', ''), '{', ''))`;
  const perValue = raw(String(times * (1 + rowsOfContains(needle))));
  return sql`CASE WHEN ${prefilter(needle)} THEN (${marks} + 1) * ${perValue} + ${8 * fields.length} ELSE 0 END`;
}

/** SQL: false for most documents without the text. Searching the raw JSON is cheaper than parsing it. */
export function prefilter(needle: string): Sql {
  return isWrittenPlainly(needle)
    ? sql`(${contains(raw('d.body'), needle)} OR instr(d.body, '\\u') > 0)`
    : sql`TRUE`;
}

/** Like `prefilter`, case-sensitively. */
export function prefilterExactly(needle: string): Sql {
  return sql`(instr(d.body, ${needle}) > 0 OR instr(d.body, '\\u') > 0)`;
}

/** Whether JSON writes every character as itself or as \uXXXX, and in no other way (RFC 8259 section 7). */
function isWrittenPlainly(needle: string): boolean {
  return !/[\p{Cc}"\\/]/u.test(needle);
}
