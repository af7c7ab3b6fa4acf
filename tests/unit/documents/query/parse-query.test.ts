import { z } from 'astro/zod';
import { describe, expect, it } from 'vitest';
import { allLeaves, EVERYTHING } from '../../../../src/lib/documents/query/filter/condition.ts';
import { parseListQuery, parseSelection } from '../../../../src/lib/documents/query/parse-query.ts';
import { defineCollections } from '../../../../src/lib/documents/schema/collection.ts';

const collections = defineCollections({
  users: {
    schema: z.strictObject({
      name: z.string(),
      age: z.number(),
      size_lte: z.string(),
      _note: z.string(),
      place: z.looseObject({}),
    }),
    indexes: ['name'],
  },
});
const list = (query: string) => parseListQuery(new URLSearchParams(query), collections.users, collections);
const leaves = (query: string) => allLeaves(list(query).where);
const one = (query: string) => parseSelection(new URLSearchParams(query), collections.users, collections);

describe('the filters of parseListQuery()', () => {
  it.each([
    ['name=Yan', 'name', 'eq', ['Yan']],
    ['id=1&id=2', 'id', 'eq', ['1', '2']],
    ['age_gte=3', 'age', 'gte', ['3']],
    ['name_ne=a&name_ne=b', 'name', 'ne', ['a', 'b']],
    ['name_like=', 'name', 'like', ['']],
    ['place.city_lt=B', 'place.city', 'lt', ['B']],
    // Fields that are named like an operator, and like a control.
    ['size_lte=3', 'size_lte', 'eq', ['3']],
    ['size_lte_lte=3', 'size_lte', 'lte', ['3']],
    ['_note=x', '_note', 'eq', ['x']],
    // The operators of json-server 1. A value is a text, and what it spells, if the field can be that.
    ['name:eq=Yan', 'name', 'is', ['Yan']],
    ['age:eq=36', 'age', 'is', [36]],
    ['age:eq=x', 'age', 'is', []],
    ['name:eq=36', 'name', 'is', ['36']],
    ['place.city:eq=36', 'place.city', 'is', ['36', 36]],
    ['place.city:eq=true', 'place.city', 'is', ['true', true]],
    ['place.city:ne=null', 'place.city', 'isNot', [null]],
    ['place.city:eq=', 'place.city', 'is', ['']],
    ['place.city:eq=1e999', 'place.city', 'is', ['1e999']],
    ['id:in=1,2, k', 'id', 'is', ['1', '2', 'k']],
    ['name:ne=a&name:ne=b', 'name', 'isNot', ['a', 'b']],
    ['age:gte=3&age:gte=5', 'age', 'gte', ['3', '5']],
    ['name:startsWith=Y', 'name', 'startsWith', ['Y']],
    ['place.tags:has=1', 'place.tags', 'has', ['1', 1]],
    ['place.tags:exists=false', 'place.tags', 'exists', [false]],
    ['size_lte:lt=3', 'size_lte', 'lt', ['3']],
    // Brackets.
    ['place[city]=Paris', 'place.city', 'eq', ['Paris']],
    ['place[city]:ne=Paris', 'place.city', 'isNot', ['Paris']],
    ['place[city]_gte=P', 'place.city', 'gte', ['P']],
    ['place[tags][]=a&place[tags][1]=b', 'place.tags', 'eq', ['a', 'b']],
    ['id:in[]=1&id:in[]=2', 'id', 'is', ['1', '2']],
  ])('%s filters the field %s with %s %j', (query, field, operator, values) => {
    const [filter, ...others] = leaves(query);
    expect(others).toEqual([]);
    expect(filter).toMatchObject({ operator, values, field: { path: field.split('.') } });
  });

  it('state whether their field has an index', () => {
    expect(leaves('name=a&age=1').map(({ field }) => field.isIndexed)).toEqual([true, false]);
  });
});

it('parseListQuery() does not treat q, _sort, _order, _page, _limit and _fields as filters', () => {
  const query = list('q=x&_sort=age,name&_order=desc&_page=2&_limit=5&_fields=id,name,name&=');
  expect(query).toMatchObject({
    where: EVERYTHING,
    search: 'x',
    sort: [
      { field: { path: ['age'] }, descending: true },
      { field: { path: ['name'] }, descending: false },
    ],
    window: { kind: 'page', page: 2, limit: 5 },
    fields: ['id', 'name'],
  });
});

it.each([
  ['_page=2', { kind: 'page', page: 2, limit: 10 }],
  ['_start=20&_end=30', { kind: 'slice', start: 20, end: 30 }],
  ['_start=20&_limit=10', { kind: 'slice', start: 20, end: 30 }],
  ['_end=-2', { kind: 'slice', start: 0, end: -2 }],
  ['_page=&_limit=3', { kind: 'slice', start: 0, end: 3 }],
])('parseListQuery() reads the window of %s as %j', (query, expected) => {
  expect(list(query).window).toMatchObject(expected);
});

describe('an error of parseListQuery()', () => {
  it.each([
    ['nick=x', 'nick', 'x', 'id, name, age'],
    ['nick_gte=x', 'nick_gte', 'x', 'id, name, age'],
    ['_nope=x', '_nope', 'x', '_sort, _order'],
    ['a b=x', 'a b', 'x', 'letters, digits'],
    ['_sort=name,nick', '_sort', 'nick', 'id, name, age'],
    ['_sort=a&_sort=b', '_sort', 'a and b', 'once'],
    [`_sort=${'name,'.repeat(8)}name`, '_sort', 'name,', 'at most 8'],
    ['_sort=name&_order=up', '_order', 'up', 'asc or desc'],
    ['_fields=place.city', '_fields', 'place.city', 'top-level fields'],
    ['_page=0', '_page', '0', 'from 1'],
    ['_page=x', '_page', 'x', 'whole number'],
    ['_page=1&_limit=10001', '_limit', '10001', 'from 1 to 10000'],
    ['_end=1e3', '_end', '1e3', 'whole number'],
    ['_limit=10001', '_limit', '10001', 'at most 10000'],
    ['_embed=nothing', '_embed', 'nothing', 'no relations'],
    ['name=%00', 'name', '\\u0000', 'NUL'],
    ['name:like=x', 'name:like', 'x', 'the operators are _ne, '],
    ['name:startswith=x', 'name:startswith', 'x', ':startsWith'],
    ['name:=x', 'name:', 'x', 'the operators are'],
    ['nick:eq=x', 'nick:eq', 'x', 'id, name, age'],
    [':eq=x', ':eq', 'x', '_sort, _order'],
    ['_page:gt=x', '_page:gt', 'x', '_sort, _order'],
    ['_where[or]=x', '_where.or', 'x', '_sort, _order'],
    ['place.city_gte_gte=x', 'place.city_gte_gte', 'x', 'the operators are'],
    ['place[city][gte]=x', 'place[city][gte]', 'x', 'an operator is written place[city]:gte'],
    ['place[$ne]=x', 'place[$ne]', 'x', 'the operators are'],
    ['age:exists=1', 'age:exists', '1', 'true or false'],
    [`name:contains=${'x'.repeat(65)}`, 'name:contains', 'xxx', 'at most 64 characters'],
    [`name:startsWith=${'x'.repeat(65)}`, 'name:startsWith', 'xxx', 'at most 64 characters'],
    [`name:endsWith=${'x'.repeat(65)}`, 'name:endsWith', 'xxx', 'at most 64 characters'],
    ['_page=1&_per_page=5&_limit=5', '_per_page', '5', 'cannot be combined with _limit'],
  ])(
    'for %s names the parameter %s, the value %s and what is allowed: %s',
    (query, parameter, value, allowed) => {
      expect(() => list(query)).toThrow(
        expect.objectContaining({
          status: 400,
          code: 'bad-parameter',
          extensions: { errors: { [parameter]: expect.stringContaining(allowed) } },
          message: expect.stringContaining(`The parameter ${parameter} cannot be "${value}`),
        }),
      );
    },
  );

  it('shows only the beginning of a very long value', () => {
    expect(() => list(`_page=${'9'.repeat(5000)}`)).toThrow(/^.{1,250}$/);
  });
});

it('a query may have 30 conditions, and a repeated field= counts as one', () => {
  const many = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${name}=${i}`).join('&');
  expect(leaves(many('name', 500))).toHaveLength(1);
  expect(leaves(many('age_gt', 30))).toHaveLength(1);
  expect(() => list(many('age_gt', 31))).toThrow(
    expect.objectContaining({ status: 400, code: 'query-too-large' }),
  );
});

it('parseSelection() accepts only the parameters of a single document', () => {
  expect(one('_fields=name&_fields=age').fields).toEqual(['name', 'age']);
  expect(one('').fields).toBeNull();
  for (const query of ['_page=1', 'name=x', 'q=x']) {
    expect(() => one(query)).toThrow(expect.objectContaining({ status: 400, code: 'bad-parameter' }));
  }
});
