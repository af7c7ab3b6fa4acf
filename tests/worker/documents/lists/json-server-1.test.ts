import { beforeAll, describe, expect, it } from 'vitest';
import { clear, readProblem, seed } from '../../../support/worker/documents.ts';
import { call } from '../../../support/worker/worker.ts';

/** The posts that json-server 1.0.0-beta.15 was asked for, as `users`, which store any field; comments are `pictures`. */
const POSTS = [
  {
    id: '1',
    title: 'Hello world',
    views: 100,
    author: { name: 'typicode' },
    published: true,
    tags: ['a', 'b'],
    deleted: null,
  },
  {
    id: '2',
    title: 'hello again',
    views: 200,
    author: { name: 'alice' },
    published: false,
    tags: ['b'],
  },
  { id: '3', title: 'Goodbye World', views: 300, author: { name: 'zoe' }, published: true, deleted: 'never' },
  { id: '4', title: 'zip', views: null, zip: '75001' },
  { id: '5', title: 'no views', zip: '9' },
];
const COMMENTS = [
  { id: '1', title: 'x', userId: '1' },
  { id: '2', title: 'y', userId: '1' },
];

beforeAll(async () => {
  await clear('users');
  await clear('pictures');
  await seed('users', POSTS);
  await seed('pictures', COMMENTS);
});

type Document = { id: string };
const read = async (query: string) => (await call(`/api/users?${query}`)).json();
const idsOf = (documents: unknown) => (documents as Document[]).map(({ id }) => id).join(' ');
const where = (tree: object) => `_where=${encodeURIComponent(JSON.stringify(tree))}`;

describe('a list with parameters of json-server 1 has the documents that json-server 1.0.0-beta.15 returns', () => {
  it.each([
    ['views:gt=100', '2 3'],
    ['views:gte=200', '2 3'],
    ['views:gt=100&views:lt=300', '2'],
    ['views:ne=100', '2 3 4'],
    ['views:eq=null', '4'],
    ['views:ne=null', '1 2 3'],
    ['deleted:eq=null', '1'],
    ['deleted:ne=never', '1'],
    ['nope:ne=1', ''],
    ['nope:eq=1', ''],
    ['views:in=100,300', '1 3'],
    ['title:eq=Hello%20world', '1'],
    ['published:eq=true', '1 3'],
    ['title:contains=hello', '1 2'],
    ['title:startsWith=Hello', '1 2'],
    ['title:endsWith=world', '1 3'],
    ['title:in=zip,%20no%20views', '4 5'],
    ['tags:contains=a', ''],
    ['tags:eq=a,b', ''],
    ['_sort=-views', '5 4 3 2 1'],
    ['_sort=author.name,-views', '2 1 3 5 4'],
    [where({ id: { in: ['1', '3'] } }), '1 3'],
    [where({ or: [] }), ''],
    [where({ views: { gt: 50 }, or: [{ title: { contains: 'WORLD' } }, { id: { eq: '2' } }] }), '1 2 3'],
  ])('%s', async (query, ids) => {
    expect(idsOf(await read(query))).toBe(ids);
  });

  it.each([
    ['_page=1&_per_page=2', [1, null, 2, 3], '1 2'],
    ['_page=2&_per_page=2', [1, 1, 3, 3], '3 4'],
    ['_page=3&_per_page=2', [1, 2, null, 3], '5'],
    ['_page=1&_per_page=25', [1, null, null, 1], '1 2 3 4 5'],
  ])('%s, in an object', async (query, [first, prev, next, last], ids) => {
    const { data, ...numbers } = (await read(query)) as { data: unknown };
    expect(numbers).toEqual({ first, prev, next, last, pages: last, items: 5 });
    expect(idsOf(data)).toBe(ids);
  });

  it('_embed adds parents and children', async () => {
    const comments = await (await call('/api/pictures?_embed=user&_fields=id')).json();
    expect(comments).toEqual([
      { id: '1', user: POSTS[0] },
      { id: '2', user: POSTS[0] },
    ]);
    expect(await read('id:eq=1&_embed=pictures&_fields=id')).toEqual([{ id: '1', pictures: COMMENTS }]);
  });
});

describe('a list differs from that of json-server 1.0.0-beta.15 on purpose', () => {
  it.each([
    // A text that spells a number finds the text too: '' there.
    ['id:in=1,2,3', '1 2 3'],
    ['zip:eq=75001', '4'],
    // A missing parent of a field is an absent field: '1 4 5' and '2 3 4 5' there.
    ['author.name:eq=typicode', '1'],
    [where({ author: { or: [{ name: { eq: 'zoe' } }, { name: { eq: 'alice' } }] } }), '2 3'],
    [where({ or: [{ views: { gt: 100 } }, { author: { name: { lt: 'm' } } }] }), '2 3'],
    // Null has no order: '1 4' there.
    ['views:lt=200', '1'],
    // Strings compare as strings, whatever they spell: '4 5' there.
    ['zip:gt=8', '5'],
    // Strings sort by code point, capitals first, as in 0.17: '3 2 1 5 4' there.
    ['_sort=title', '3 1 2 5 4'],
    // A repeated parameter holds for any of its values: '1' there.
    ['title:eq=zip&title:eq=Hello%20world', '1 4'],
    // All parameters hold beside _where: '2 3' there.
    [`${where({ views: { gt: 100 } })}&id:eq=2`, '2'],
    // Without an operator, a member of _where is equal: '' there.
    [where({ views: 100 }), '1'],
    [where({ and: [{ views: { gt: 100 } }] }), '2 3'],
    // Items of arrays, absent fields and null.
    ['tags:has=b', '1 2'],
    ['tags:has=a', '1'],
    ['deleted:exists=false', '1 2 4 5'],
    ['deleted:exists=true', '3'],
    [where({ deleted: { exists: false, ne: null } }), ''],
    [where({ or: [{ tags: { has: 'a' } }, { zip: { exists: true } }] }), '1 4 5'],
    [where({ and: [{ tags: { has: 'a' } }, { tags: { has: 'b' } }] }), '1'],
  ])('%s', async (query, ids) => {
    expect(idsOf(await read(query))).toBe(ids);
  });

  it('a page beyond the last is empty and has the last one before it', async () => {
    expect(await read('_page=9&_per_page=2')).toEqual({
      first: 1,
      prev: 3,
      next: null,
      last: 3,
      pages: 3,
      items: 5,
      data: [],
    });
    expect(await read('nope:eq=1&_per_page=2')).toEqual({
      first: 1,
      prev: null,
      next: null,
      last: 1,
      pages: 1,
      items: 0,
      data: [],
    });
  });

  it.each([
    ['views:foo=1', 'views:foo', ':startsWith'],
    ['_where=x', '_where', 'it must be a JSON object'],
    [where({ views: { foo: 1, eq: 1 } }), '_where', 'at /views/foo, this operator does not exist'],
    ['_page=0&_per_page=2', '_page', 'from 1'],
    ['_page=1&_per_page=0', '_per_page', 'from 1 to 10000'],
  ])('%s is 400 and names %s and what is allowed', async (query, parameter, allowed) => {
    const { errors } = await readProblem(`/api/users?${query}`, 400);
    expect(errors).toEqual({ [parameter]: expect.stringContaining(allowed) });
  });
});

describe('where both versions of json-server have a parameter, its form decides', () => {
  it('_page is an array of 0.17 alone and with _limit, and an object of 1 with _per_page', async () => {
    expect(idsOf(await read('_page=1'))).toBe('1 2 3 4 5');
    expect(idsOf(await read('_page=2&_limit=2'))).toBe('3 4');
    expect(await read('_per_page=2')).toMatchObject({ first: 1, prev: null, next: 2, items: 5 });
  });

  it('an object of 1 has the total and the links of an array too', async () => {
    const response = await call('/api/users?_page=2&_per_page=2&views:exists=true');
    expect(response.headers.get('x-total-count')).toBe('3');
    expect(response.headers.get('link')?.match(/\?[^>]*>; rel="\w+"/g)).toEqual([
      '?_page=1&_per_page=2&views%3Aexists=true>; rel="first"',
      expect.stringMatching(/^\?_page=1&_per_page=2&views%3Aexists=true&_before=[\w-]+>; rel="prev"$/),
      '?_page=2&_per_page=2&views%3Aexists=true>; rel="last"',
    ]);
  });

  it('null matches :ne, and does not match _ne', async () => {
    expect(idsOf(await read('views_ne=100'))).toBe('2 3');
    expect(idsOf(await read('views:ne=100'))).toBe('2 3 4');
  });

  it('_sort has one direction per field, by - or by _order', async () => {
    expect(idsOf(await read('_sort=title&_order=desc'))).toBe(idsOf(await read('_sort=-title')));
    await readProblem('/api/users?_sort=-title&_order=desc', 400);
  });
});

it('a nested list takes the parameters of json-server 1', async () => {
  for (const [query, ids] of [
    ['title:ne=x', '2'],
    [where({ or: [{ title: 'x' }, { title: 'y' }] }), '1 2'],
    [where({ or: [{ userId: '2' }, { title: 'y' }] }), '2'],
  ]) {
    expect(idsOf(await (await call(`/api/users/1/pictures?${query}`)).json())).toBe(ids);
  }
});
