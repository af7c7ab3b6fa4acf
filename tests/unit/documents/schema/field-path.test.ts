import { expect, it } from 'vitest';
import {
  type FieldPath,
  parseFieldPath,
  pathReadings,
} from '../../../../src/lib/documents/schema/field-path.ts';

it.each([
  ['name', ['name']],
  ['address.city', ['address', 'city']],
  ['tags.0', ['tags', '0']],
  ['$ref.@type.a-b', ['$ref', '@type', 'a-b']],
  ['straße.日本', ['straße', '日本']],
  ['a.b.c.d.e.f.g.h', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
  ['a.0.1', ['a', '0', '1']],
  ['x'.repeat(200), ['x'.repeat(200)]],
])('parseFieldPath(%j) is %j', (text, expected) => {
  expect(parseFieldPath(text)).toEqual(expected);
});

it.each([
  '',
  '.',
  'a.',
  '.a',
  'a..b',
  '-a',
  'a b',
  'a"b',
  "a'b",
  'a[0]',
  'a\\b',
  'a:b',
  'a\0',
  'a\n',
  'a.b.c.d.e.f.g.h.i',
  'a.0.1.2',
  'x'.repeat(201),
])('parseFieldPath(%j) is null', (text) => {
  expect(parseFieldPath(text)).toBeNull();
});

it.each([
  ['name', [`'$."name"'`]],
  ['a.b', [`'$."a"."b"'`]],
  ['tags.0', [`'$."tags"[0]'`, `'$."tags"."0"'`]],
  ['a.1.2', [`'$."a"[1][2]'`, `'$."a"[1]."2"'`, `'$."a"."1"[2]'`, `'$."a"."1"."2"'`]],
  // Not the place 7 of an array, as that is written otherwise.
  ['a.007', [`'$."a"."007"'`]],
])('pathReadings() of %s are %j', (text, expected) => {
  expect(pathReadings(parseFieldPath(text) as FieldPath)).toEqual(expected);
});
