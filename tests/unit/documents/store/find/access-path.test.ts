import { z } from 'astro/zod';
import { expect, it } from 'vitest';
import { parseListQuery } from '../../../../../src/lib/documents/query/parse-query.ts';
import { defineCollections } from '../../../../../src/lib/documents/schema/collection.ts';
import { accessOf, isWhole } from '../../../../../src/lib/documents/store/find/access-path.ts';

const collections = defineCollections({
  users: {
    schema: z.looseObject({
      name: z.string(),
      age: z.number(),
      city: z.string().optional(),
      ref: z.union([z.string(), z.number()]).optional(),
      active: z.boolean().optional(),
      mixed: z.union([z.string(), z.boolean()]).optional(),
    }),
    indexes: ['name', 'age', ['city', 'age'], 'ref', 'active', 'mixed'],
  },
});

/** What finds the candidates of a query, and `exactly` if it finds no others, in the order of the query. */
function accessTo(query: string): string {
  const { users } = collections;
  const access = accessOf(users, parseListQuery(new URLSearchParams(query), users, collections));
  if (access === null) return 'no index';
  const { sql } = access.rows;
  const by =
    /INDEXED BY "users:by:([^"]*)"/.exec(sql)?.[1] ??
    (/MATCH/.test(sql) ? 'search' : /\bid\b/.test(sql) ? 'ids' : 'table');
  return isWhole(access) ? `${by} exactly` : by;
}

it.each([
  ['', 'table exactly'],
  ['_sort=id&_order=desc', 'table exactly'],
  ['_sort=id,name', 'table exactly'],
  ['id=1&id=2', 'ids'],
  ['id_gt=5&_sort=id', 'ids exactly'],
  ['id_gt=5&id_lt=9&_sort=-id', 'ids exactly'],
  ['id_gt=5', 'no index'],
  ['_sort=name', 'name exactly'],
  ['_sort=-name', 'name exactly'],
  ['_sort=city', 'no index'],
  ['_sort=city,age', 'city,age exactly'],
  ['_sort=-city,-age', 'city,age exactly'],
  ['_sort=-city,age', 'no index'],
  ['name=x', 'name exactly'],
  ['name=x&name=y', 'name'],
  ['name=x&_sort=age', 'name'],
  ['name=x&nick=y', 'name'],
  ['city=Oslo', 'city,age'],
  ['city=Oslo&_sort=age', 'city,age exactly'],
  ['city=Oslo&_sort=-age', 'city,age exactly'],
  ['city=Oslo&age=3', 'city,age exactly'],
  ['city=Oslo&age_gte=3&_sort=age', 'city,age exactly'],
  ['city=Oslo&age_gte=3&age_lt=9&_sort=age', 'city,age exactly'],
  ['age_gte=3', 'age'],
  ['age_gte=3&_sort=age', 'age exactly'],
  ['age_gte=3&age_gte=5&_sort=age', 'no index'],
  ['age:in=3,5', 'age'],
  ['age:exists=false', 'age'],
  ['age:exists=true&_sort=age', 'age exactly'],
  ['ref=1', 'ref exactly'],
  ['ref_gte=1', 'no index'],
  ['active=true', 'active exactly'],
  ['mixed=true', 'no index'],
  ['name_ne=x', 'no index'],
  ['name_like=sarah', 'search'],
  ['name:startsWith=sar', 'search'],
  ['name_like=sa', 'no index'],
  ['name_like=alse', 'search'],
  ['mixed_like=als', 'no index'],
  ['q=sarah', 'search exactly'],
  ['q=sa', 'no index'],
  ['q=sarah%20and%20others', 'search exactly'],
  ['q=barbara%20ann', 'search exactly'],
  ['q=barbara%20barbara', 'no index'],
  ['q=saaaaaaaaarah', 'no index'],
  ['q=sarah&_sort=name', 'search'],
  ['q=sarah&name=x', 'name'],
  ['_where={"or":[{"name":{"eq":"x"}},{"age":{"eq":1}}]}', 'no index'],
  ['_where={"and":[{"name":{"eq":"x"}},{"or":[{"nick":{"eq":"a"}},{"nick":{"eq":"b"}}]}]}', 'name'],
])('accessOf() finds the candidates of ?%s by: %s', (query, expected) => {
  expect(accessTo(query)).toBe(expected);
});
