import { expect, it } from 'vitest';
import { casesOf, successor } from '../../../../../src/lib/documents/store/sql/prefix.ts';

it.each([
  ['', ['']],
  ['1a', ['1a', '1A']],
  ['Yan', ['yan', 'yaN', 'yAn', 'yAN', 'Yan', 'YaN', 'YAn', 'YAN']],
  // With the next letter, there would be more than 8.
  ['yann', ['yan', 'yaN', 'yAn', 'yAN', 'Yan', 'YaN', 'YAn', 'YAN']],
  ['k', ['k', 'K', '\u212a']],
  ['é', ['é', 'É']],
  ['ßx', ['ßx', 'ßX', 'ẞx', 'ẞX']],
  ['🚀', ['🚀']],
])('casesOf(%j) is %j', (prefix, expected) => {
  expect(casesOf(prefix)).toEqual(expected);
});

it.each([
  ['a', 'b'],
  ['ab', 'ac'],
  ['a\u{10ffff}', 'b'],
  ['\u{10ffff}', null],
  ['', null],
  // The code points of surrogates are not characters.
  ['\ud7ff', '\ue000'],
  ['🚀', '🚁'],
])('successor(%j) is %j', (text, expected) => {
  expect(successor(text)).toBe(expected);
});
