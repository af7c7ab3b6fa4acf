import sql, { type Sql } from 'sql-template-tag';
import { anyOf } from './balanced.ts';
import { foldCase, otherCases } from './fold-case.ts';

/** Ranges of one condition. Each case of each letter doubles their number. */
const MAX_RANGES = 8;

/**
 * SQL: a text begins with the first letters of a prefix, in one of their cases, as ranges of an index. `null` for an
 * empty prefix.
 */
export function startsInRange(text: Sql, prefix: string): Sql | null {
  const beginnings = casesOf(prefix);
  if (beginnings.includes('')) return null;
  return anyOf(
    beginnings.map((beginning) => {
      const end = successor(beginning);
      return end === null
        ? sql`${text} >= ${beginning}`
        : sql`(${text} >= ${beginning} AND ${text} < ${end})`;
    }),
  );
}

/** The beginnings of all texts that start with a prefix, case-insensitively, by as many letters as 8 ranges allow. */
export function casesOf(prefix: string): string[] {
  let beginnings = [''];
  for (const letter of foldCase(prefix)) {
    const upper = letter.toUpperCase();
    const ascii = upper !== letter && /^[A-Z]$/.test(upper) ? [upper] : [];
    const forms = [letter, ...ascii, ...otherCases(letter)];
    if (beginnings.length * forms.length > MAX_RANGES) break;
    beginnings = beginnings.flatMap((beginning) => forms.map((form) => beginning + form));
  }
  return beginnings;
}

const LAST = 0x10_ff_ff;
const SURROGATES = { first: 0xd8_00, last: 0xdf_ff };

/** The least text that is greater than all that start with this one, or `null` without such a text. */
export function successor(text: string): string | null {
  const letters = Array.from(text);
  while (letters.length > 0) {
    const code = letters.pop()?.codePointAt(0) ?? LAST;
    if (code === LAST) continue;
    const next = code + 1 === SURROGATES.first ? SURROGATES.last + 1 : code + 1;
    return letters.join('') + String.fromCodePoint(next);
  }
  return null;
}
