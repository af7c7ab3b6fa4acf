import { expect, it } from 'vitest';
import { foldCase, otherCases } from '../../../../../../src/lib/documents/store/sql/condition/fold-case.ts';

it.each([
  ['ΣΑΣ σας', 'σασ σασ'],
  ['\u212aſ\u212b\u2126µ', 'ksåωμ'],
  ['ǅ ẞ ᾈ', 'ǆ ß ᾀ'],
  // They have no lower case of one letter, or the search index does not fold them.
  ['İı ß Ა Ꭰ', 'İı ß Ა Ꭰ'],
])('foldCase(%j) is %j', (text, folded) => {
  expect(foldCase(text)).toBe(folded);
});

it('otherCases() has every letter beyond ASCII that foldCase() folds', () => {
  const missing: string[] = [];
  for (let code = 0x80; code <= 0x1ffff; code++) {
    const letter = String.fromCodePoint(code);
    const folded = foldCase(letter);
    if (folded !== letter && !otherCases(folded).includes(letter)) missing.push(letter);
  }
  expect(missing).toEqual([]);
});
