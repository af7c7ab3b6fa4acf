import { z } from 'astro/zod';
import { expect, it } from 'vitest';
import { parseSort } from '../../../../../src/lib/documents/query/page/parse-sort.ts';
import { defineCollections } from '../../../../../src/lib/documents/schema/collection.ts';

const { posts } = defineCollections({ posts: { schema: z.looseObject({}) } });
const sort = (fields: string, order: string | null) =>
  parseSort(fields, order, posts).map(
    ({ field, descending }) => `${field.path.join('.')} ${descending ? 'down' : 'up'}`,
  );

it.each([
  ['views', null, ['views up']],
  ['-views', null, ['views down']],
  ['author.name,-views', null, ['author.name up', 'views down']],
  ['views,id', 'desc,asc', ['views down', 'id up']],
  ['views,id', 'DESC', ['views down', 'id up']],
  // Directions belong to fields by their position.
  ['-views,id', ',desc', ['views down', 'id down']],
])('_sort=%s with _order=%s sorts by %j', (fields, order, expected) => {
  expect(sort(fields, order)).toEqual(expected);
});

it.each([
  ['-views', 'asc', 'The parameter _order cannot be "asc": _sort gives the direction of -views already'],
  ['id,-views', 'asc,desc', '_sort gives the direction of -views already'],
  ['views', 'down', 'it must be asc or desc'],
  ['--views', null, 'The parameter _sort cannot be "--views": a field is named by'],
  ['-', null, 'The parameter _sort cannot be "-"'],
  ['+views', null, 'The parameter _sort cannot be "+views"'],
  ['a,'.repeat(8), null, 'at most 8 fields'],
])('_sort=%s with _order=%s is refused: %s', (fields, order, rule) => {
  expect(() => sort(fields, order)).toThrow(rule);
});
