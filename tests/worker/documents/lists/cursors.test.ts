import { beforeEach, describe, expect, it } from 'vitest';
import { clear, readProblem, seed } from '../../../support/worker/documents.ts';
import { call, TOKEN, write } from '../../../support/worker/worker.ts';

const AUTHORISED = { headers: { authorization: `Bearer ${TOKEN}` } };

beforeEach(async () => {
  await clear('users');
  await seed(
    'users',
    Array.from({ length: 9 }, (_, i) => ({ id: i + 1, name: `name ${i % 3}`, score: i / 8 + 0.1 })),
  );
});

/** The path and query of each relation of `Link`. */
async function linksOf(path: string, init?: RequestInit): Promise<Record<string, string>> {
  const response = await call(path, init);
  expect(response.status, await response.clone().text()).toBe(200);
  const found = response.headers.get('link')?.matchAll(/<https?:\/\/[^/]+([^>]+)>; rel="(\w+)"/g) ?? [];
  return Object.fromEntries(Array.from(found, ([, target, relation]) => [relation, target]));
}

async function linkOf(path: string, relation: string): Promise<string> {
  const link = (await linksOf(path))[relation];
  if (link === undefined) throw new Error(`${path} has no ${relation}.`);
  return link;
}

async function idsAt(path: string): Promise<number[]> {
  const body = (await (await call(path)).json()) as { id: number }[] | { data: { id: number }[] };
  return (Array.isArray(body) ? body : body.data).map(({ id }) => id);
}

/** The parameter of a link. */
const parameterOf = (link: string, name: string) => new URLSearchParams(link.split('?')[1]).get(name) ?? '';
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('Link of a page', () => {
  it('has the number of each page and a cursor', async () => {
    const links = await linksOf('/api/users?_page=2&_limit=3&_sort=name');
    expect(links).toMatchObject({
      first: '/api/users?_page=1&_limit=3&_sort=name',
      last: '/api/users?_page=3&_limit=3&_sort=name',
      prev: expect.stringMatching(/^\/api\/users\?_page=1&_limit=3&_sort=name&_before=[\w-]+$/),
      next: expect.stringMatching(/^\/api\/users\?_page=3&_limit=3&_sort=name&_after=[\w-]+$/),
    });
    expect(await idsAt(links['next'] ?? '')).toEqual([3, 6, 9]);
    expect(await linksOf(links['next'] ?? '')).not.toHaveProperty('next');
    expect(await idsAt(links['prev'] ?? '')).toEqual([1, 4, 7]);
    expect(await linksOf(links['prev'] ?? '')).not.toHaveProperty('prev');
  });

  it('a client that ignores the cursor and sends the number gets the same page', async () => {
    const next = await linkOf('/api/users?_page=1&_limit=4', 'next');
    expect(await idsAt(`/api/users?_page=${parameterOf(next, '_page')}&_limit=4`)).toEqual(await idsAt(next));
  });

  it('documents that are stored or deleted move no document to another page', async () => {
    const next = await linkOf('/api/users?_page=1&_limit=3&_sort=-name', 'next');
    await write('DELETE', '/api/users/9');
    await write('DELETE', '/api/users/3');
    await write('POST', '/api/users', { id: 10, name: 'name 9' });
    expect(await idsAt(next)).toEqual([8, 5, 2]);
    expect(await idsAt(await linkOf(next, 'prev'))).toEqual([10, 6]);
  });

  it('the envelope of json-server 1 has the numbers of the pages', async () => {
    const next = await linkOf('/api/users?_page=1&_per_page=4', 'next');
    expect(next).toContain('_per_page=4');
    expect(await (await call(next)).json()).toMatchObject({ first: 1, prev: 1, next: 3, last: 3, items: 9 });
    const last = await linkOf(next, 'next');
    expect(await (await call(last)).json()).toMatchObject({ prev: 2, next: null, data: [{ id: 9 }] });
  });

  it('a cursor works with another size, and without a number', async () => {
    const next = await linkOf('/api/users?_page=1&_limit=3', 'next');
    const path = `/api/users?_limit=2&_after=${parameterOf(next, '_after')}`;
    expect(await idsAt(path)).toEqual([4, 5]);
    const links = await linksOf(path);
    expect(Object.keys(links)).toEqual(['first', 'prev', 'next', 'last']);
    expect(links['next']).not.toContain('_page');
    expect(await idsAt(links['next'] ?? '')).toEqual([6, 7]);
    expect(await idsAt(links['prev'] ?? '')).toEqual([2, 3]);
  });

  it('nested lists, fields, relations and fractions have cursors too', async () => {
    await clear('pictures');
    await seed(
      'pictures',
      [1, 2, 3].map((id) => ({ id, title: `t${id}`, source: '/a.jpg', alt: '', userId: 2 })),
    );
    expect(await idsAt(await linkOf('/api/users/2/pictures?_page=1&_limit=2', 'next'))).toEqual([3]);
    const next = await linkOf('/api/users?_page=1&_limit=1&_embed=pictures&_fields=id', 'next');
    expect(await (await call(next)).json()).toMatchObject([
      { id: 2, pictures: [{ id: 1 }, { id: 2 }, { id: 3 }] },
    ]);
    for (let path = '/api/users?_page=1&_limit=1&_sort=score', i = 1; i < 9; i++) {
      path = await linkOf(path, 'next');
      expect(await idsAt(path)).toEqual([i + 1]);
    }
  });

  it('a slice after a cursor has the length of the slice, and links to no other page', async () => {
    const next = await linkOf('/api/users?_page=1&_limit=3', 'next');
    const path = `/api/users?_start=3&_end=5&_after=${parameterOf(next, '_after')}`;
    expect(await idsAt(path)).toEqual([4, 5]);
    expect(await linksOf(path)).toEqual({});
  });
});

describe('a cursor', () => {
  it('is short when documents are sorted by long texts, and works while its document stays', async () => {
    const long = 'é'.repeat(300_000);
    for (const id of [1, 2, 3]) await write('PATCH', `/api/users/${id}`, { nick: `${long}${id}` });
    const path = '/api/users?_page=1&_limit=1&_sort=nick&_fields=id';
    const second = await linkOf(path, 'next');
    expect(parameterOf(second, '_after').length).toBeLessThan(100);
    const third = await linkOf(second, 'next');
    expect([await idsAt(second), await idsAt(third)]).toEqual([[2], [3]]);
    expect(await idsAt(await linkOf(third, 'prev'))).toEqual([2]);
    await write('PATCH', '/api/users/1', { nick: `${long}9` });
    expect(await readProblem(second, 410)).toMatchObject({ code: 'cursor-lost' });
    await write('DELETE', '/api/users/2');
    expect(await readProblem(third, 410)).toMatchObject({ code: 'cursor-lost' });
  });

  it('has at most 350 characters', async () => {
    const name = `${'"'.repeat(40)}${'日'.repeat(30)}`;
    await seed('users', [
      { id: 90, name, nick: name } as { id: number },
      { id: 91, name: 'z' } as { id: number },
    ]);
    const next = await linkOf('/api/users?_page=1&_limit=1&id=90&id=91&_sort=name', 'next');
    expect(parameterOf(next, '_after').length).toBeLessThan(350);
    expect(await idsAt(next)).toEqual([91]);
  });

  it('of another order or collection is 400 that says so', async () => {
    const next = await linkOf('/api/users?_page=1&_limit=3&_sort=name', 'next');
    const cursor = parameterOf(next, '_after');
    for (const path of ['/api/users?_sort=-name', '/api/users?', '/api/pictures?_sort=title']) {
      const { code, detail } = await readProblem(`${path}&_after=${cursor}`, 400);
      expect(code).toBe('bad-parameter');
      expect(detail).toContain('another _sort or collection');
    }
  });

  it('that no response has is 400', async () => {
    const cursor = parameterOf(await linkOf('/api/users?_page=1&_limit=3&_sort=name', 'next'), '_after');
    const [format, order, seq] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as number[];
    const forged = [
      'x',
      '%00',
      'é',
      '🚀',
      '=',
      'W10',
      cursor.slice(1),
      cursor.slice(0, -1),
      cursor.repeat(2),
      'A'.repeat(10_000),
      base64(null),
      base64({ format, order, seq }),
      base64([2, order, seq, ['a']]),
      base64([format, order, seq]),
      base64([format, order, '1', ['a']]),
      base64([format, order, 1.5, ['a']]),
      base64([format, order, 1e300, ['a']]),
      base64([format, order, seq, []]),
      base64([format, order, seq, ['a', 'b']]),
      base64([format, order, seq, [{ a: 1 }]]),
      base64([format, order, seq, [[1]]]),
      base64([format, order, seq, [true]]),
      base64([format, order, seq, ['\0']]),
      base64([format, order, seq, 'a']),
      base64([format, order, seq, null]),
      Buffer.from(`[${format},${order},${seq},["\\ud800"]]`).toString('base64url'),
      Buffer.from(`[${format},${order},${seq},[1e999]]`).toString('base64url'),
      Buffer.from([0x5b, 0xff, 0x5d]).toString('base64url'),
    ];
    for (const text of forged) {
      for (const name of ['_after', '_before']) {
        const path = `/api/users?_sort=name&${name}=${text}`;
        const { code, detail } = await readProblem(path, 400);
        expect({ path, code }).toEqual({ path, code: 'bad-parameter' });
        expect(detail, path).toContain(name);
      }
    }
  });

  it('with a forged place selects the documents from that place', async () => {
    const cursor = parameterOf(await linkOf('/api/users?_page=1&_limit=3&_sort=name', 'next'), '_after');
    const [format, order] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as number[];
    const after = (seq: number, values: unknown) =>
      idsAt(`/api/users?_sort=name&_after=${base64([format, order, seq, values])}`);
    expect(await after(0, ["name 1'; DROP TABLE users --"])).toEqual([3, 6, 9]);
    expect(await after(0, [1e308])).toHaveLength(9);
    expect(await after(-9007199254740991, ['name 2'])).toEqual([3, 6, 9]);
    expect(await after(0, ['\u{10ffff}'])).toEqual([]);
    expect(
      await readProblem(`/api/users?_sort=name&_after=${base64([format, order, 1, 99])}`, 410),
    ).toMatchObject({
      code: 'cursor-lost',
    });
  });

  it.each([
    ['_after=X&_before=X', '_after', '_before'],
    ['_after=X&_per_page=3', '_per_page', '_page'],
    ['_after=X&_start=-3&_end=9', '_start', '_after'],
    ['_after=X&_end=-1', '_end', '_after'],
    ['_before=X&_start=1&_end=3', '_end', '_before'],
    ['_before=X&_start=1&_limit=3', '_start', '_before'],
    ['_after=X&_after=X', '_after', 'only once'],
    ['_after=X&_page=0', '_page', 'from 1'],
  ])('is refused in %s', async (query, name, rule) => {
    const cursor = parameterOf(await linkOf('/api/users?_page=1&_limit=3', 'next'), '_after');
    const { detail } = await readProblem(`/api/users?${query.replaceAll('X', cursor)}`, 400);
    expect(detail).toContain(name);
    expect(detail).toContain(rule);
  });
});

describe('_total', () => {
  it('none sends no total and no last page, and counts nothing', async () => {
    const response = await call('/api/users?name:contains=name&_page=2&_limit=2&_total=none');
    expect(response.headers.has('x-total-count')).toBe(false);
    const links = await linksOf('/api/users?name:contains=name&_page=2&_limit=2&_total=none');
    expect(Object.keys(links)).toEqual(['first', 'prev', 'next']);
    expect(await idsAt(links['next'] ?? '')).toEqual([5, 6]);
    expect(links['next']).toContain('_total=none');
    const end = await linksOf('/api/users?_page=5&_limit=2&_total=none');
    expect(Object.keys(end)).toEqual(['first', 'prev']);
    expect(await linksOf('/api/users?_page=1&_limit=20&_total=none')).toEqual({});
  });

  it('exact needs a token that may write the collection', async () => {
    const path = '/api/users?_page=1&_limit=2&_total=exact';
    expect(await readProblem(path, 401)).toMatchObject({ code: 'token-required' });
    const wrong = await call(path, { headers: { authorization: 'Bearer wrong' } });
    expect(wrong.status).toBe(401);
    const response = await call(path, AUTHORISED);
    expect(response.headers.get('x-total-count')).toBe('9');
    expect(response.headers.get('cache-control')).toContain('no-store');
  });

  it.each([
    ['_total=some', '_total', 'none or exact'],
    ['_total=none&_per_page=2', '_total', '_per_page'],
    ['_total=none&_start=-2&_end=9', '_start', '_total=none'],
    ['_total=none&_limit=-1', '_limit', '_total=none'],
  ])('%s is 400', async (query, name, rule) => {
    const { code, detail } = await readProblem(`/api/users?${query}`, 400);
    expect(code).toBe('bad-parameter');
    expect(detail).toContain(name);
    expect(detail).toContain(rule);
  });
});
