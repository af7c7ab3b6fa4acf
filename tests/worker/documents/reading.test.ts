import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clear, restoreFirstDocuments, seed } from '../../support/documents.ts';
import { call, database, write } from '../../support/worker.ts';

const MANY = 5_000;

const users = Array.from({ length: MANY }, (_, i) => ({ id: i + 1, name: `name ${i % 50}`, age: i % 7 }));

function rowsRead(response: Response): number {
  return Number(/rows_read=(\d+)/.exec(response.headers.get('server-timing') ?? '')?.[1]);
}

async function readProblem(path: string, status: number): Promise<Record<string, unknown>> {
  const response = await call(path);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return (await response.json()) as Record<string, unknown>;
}

beforeAll(async () => {
  await clear('users');
  await seed('users', users);
});
afterAll(restoreFirstDocuments);

describe('an item', () => {
  it('is the stored document with its validators', async () => {
    const response = await call('/api/users/17');
    expect(response.headers.get('etag')).toMatch(/^"\d+-\d+"$/);
    expect(response.headers.get('last-modified')).toMatch(/ GMT$/);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toBe('{"id":17,"name":"name 16","age":2}');
    expect(rowsRead(response)).toBeLessThanOrEqual(2);
  });

  it('is 304 to whoever holds it, by tag or by time, and a tag outweighs a time', async () => {
    const { headers } = await call('/api/users/17');
    const [etag = '', modified = ''] = [headers.get('etag') ?? '', headers.get('last-modified') ?? ''];
    for (const conditional of [
      { 'if-none-match': etag },
      { 'if-none-match': `W/${etag}` },
      { 'if-none-match': `"other", ${etag}` },
      { 'if-none-match': '*' },
      { 'if-modified-since': modified },
      { 'if-none-match': etag, 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
    ]) {
      const response = await call('/api/users/17', { headers: conditional });
      expect(response.status).toBe(304);
      expect(response.headers.get('etag')).toBe(etag);
      expect(await response.text()).toBe('');
      expect(rowsRead(response)).toBeLessThanOrEqual(2);
    }
    for (const conditional of [
      { 'if-none-match': '"other"' },
      { 'if-none-match': '' },
      { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
      { 'if-modified-since': 'nonsense' },
      { 'if-none-match': '"other"', 'if-modified-since': modified },
    ]) {
      expect((await call('/api/users/17', { headers: conditional })).status).toBe(200);
    }
  });

  it('is found by an id with any character in it', async () => {
    for (const id of ['a b', 'ü/ö', '100%', '%41', 'a?b#c', '日本', "o'x", '"q"', 'a\\b', '1e3', '007']) {
      const created = await write('POST', '/api/users', { id, name: 'x' });
      expect(created.status).toBe(201);
      const { pathname } = new URL(created.headers.get('location') ?? '');
      expect(await (await call(pathname)).json()).toEqual({ id, name: 'x' });
      expect((await write('DELETE', pathname)).status).toBe(200);
    }
  });

  it('is 404 when it is not there, and 400 when the path is broken', async () => {
    expect(await readProblem('/api/users/none', 404)).toMatchObject({
      detail: expect.stringContaining('"none"'),
    });
    expect(await readProblem('/api/users/%E0%A4%A', 400)).toMatchObject({
      detail: expect.stringContaining('%E0%A4%A'),
    });
    expect(await readProblem('/api/nope/1', 404)).toMatchObject({
      detail: expect.stringContaining('users, pictures'),
    });
    expect(await readProblem('/api/users/1?x=1', 400)).toMatchObject({
      detail: expect.stringContaining('_embed'),
    });
  });
});

describe('a list', () => {
  it('of a page by an index reads as many rows as it holds, and its total from the counter', async () => {
    for (const query of [
      '_page=1',
      '_page=1&_sort=id&_order=desc',
      '_page=1&_sort=name',
      '_page=1&_sort=name&_order=desc',
      '_start=0&_end=10',
    ]) {
      const response = await call(`/api/users?${query}`);
      expect(await response.json()).toHaveLength(10);
      expect(response.headers.get('x-total-count')).toBe(String(MANY));
      expect(response.headers.get('server-timing')).toContain('round_trips=1');
      expect(rowsRead(response), query).toBeLessThanOrEqual(25);
    }
  });

  it('is 304 before any document is read, until something is written', async () => {
    for (const path of [
      '/api/users?_page=1',
      '/api/users?name_like=1',
      '/api/users?q=name',
      '/api/users/3/pictures',
    ]) {
      const etag = (await call(path)).headers.get('etag') ?? '';
      expect(etag).toMatch(/^"/);
      const same = await call(path, { headers: { 'if-none-match': `W/${etag}` } });
      expect(same.status).toBe(304);
      expect({ path, rows: rowsRead(same) }).toEqual({ path, rows: 2 });
      await write('PATCH', '/api/users/9', { age: Math.random() });
      await write('PATCH', '/api/pictures/1', { alt: String(Math.random()) });
      expect((await call(path, { headers: { 'if-none-match': etag } })).status).toBe(200);
    }
  });

  it('and an item with related documents are 304 before those are read', async () => {
    for (const path of [
      '/api/users/1?_embed=pictures',
      '/api/pictures?_expand=user',
      '/api/users?_embed=pictures',
    ]) {
      const first = await call(path);
      expect(first.headers.get('last-modified')).toBeNull();
      const again = await call(path, {
        headers: {
          'if-none-match': first.headers.get('etag') ?? '',
          'if-modified-since': new Date().toUTCString(),
        },
      });
      expect(again.status).toBe(304);
      expect(rowsRead(again)).toBeLessThanOrEqual(9);
    }
  });

  it('never holds more than 10,000 documents, from whichever end it is counted', async () => {
    await clear('pictures');
    await seed(
      'pictures',
      Array.from({ length: 10_050 }, (_, i) => ({ id: i + 1 })),
    );
    for (const query of [
      '_limit=-1',
      '_end=-1',
      '_start=-10050&_end=99999999',
      '_start=-20000&_limit=19999',
    ]) {
      const response = await call(`/api/pictures?${query}&_fields=id`);
      expect(await response.json(), query).toHaveLength(10_000);
    }
    await restoreFirstDocuments();
    await clear('users');
    await seed('users', users);
  });

  it('with embedded documents has another state when either collection is written to', async () => {
    const path = '/api/users?_embed=pictures&_limit=1';
    const before = (await call(path)).headers.get('etag');
    await write('PATCH', '/api/pictures/1', { alt: 'changed' });
    const after = (await call(path)).headers.get('etag');
    expect(after).not.toBe(before);
    expect((await call(path, { headers: { 'if-none-match': after ?? '' } })).status).toBe(304);
  });

  it('ends at 1,000 documents without paging, and links to the rest', async () => {
    const response = await call('/api/users?age_gte=0');
    expect(await response.json()).toHaveLength(1000);
    expect(response.headers.get('x-total-count')).toBe(String(MANY));
    const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? '';
    const { pathname, search } = new URL(next);
    expect(search).toContain('age_gte=0');
    const [first] = (await (await call(pathname + search)).json()) as { id: number }[];
    expect(first?.id).toBe(1001);
  });

  it('links its pages, keeping every other parameter', async () => {
    const response = await call('/api/users?name=name+1&_page=2&_limit=30');
    const links = response.headers.get('link') ?? '';
    const pages = Array.from(
      links.matchAll(/<https?:[^>]*[?&]_page=(\d+)[^>]*>; rel="(\w+)"/g),
      ([, page, rel]) => `${rel} ${page}`,
    );
    expect(pages).toEqual(['first 1', 'prev 1', 'next 3', 'last 4']);
    expect(links).toContain('name=name+1');
    expect((await call('/api/users?_page=99999')).headers.get('x-total-count')).toBe(String(MANY));
    expect((await call('/api/users?name=none&_page=1')).headers.get('link')).toBeNull();
  });

  it('takes ids by the thousand', async () => {
    const ids = Array.from({ length: 900 }, (_, i) => `id=${i * 5}`).join('&');
    const response = await call(`/api/users?${ids}`);
    expect(await response.json()).toHaveLength(899);
    expect(rowsRead(response)).toBeLessThan(900 * 8);
  });

  it('selects fields, as they are stored', async () => {
    const response = await call('/api/users?_fields=age,id,nope&_limit=2');
    expect(await response.text()).toBe('[{"age":0,"id":1},{"age":1,"id":2}]');
    expect(await (await call('/api/pictures/1?_fields=title&_expand=user')).json()).toHaveProperty(
      'title',
      'Perigee',
    );
  });

  it('finds text of any letter, length and meaning to SQL', async () => {
    const names = ['Éclair', '100% "sure"', "o'clock_*", 'ЖУК', 'x'.repeat(200)];
    for (const name of names) await write('POST', '/api/users', { name });
    for (const [needle, name] of [
      ['ÉCL', 'Éclair'],
      ['écLAIR', 'Éclair'],
      ['% "', '100% "sure"'],
      ["'clock_*", "o'clock_*"],
      ['жу', 'ЖУК'],
      ['Ж', 'ЖУК'],
      ['X'.repeat(120), 'x'.repeat(200)],
    ] as const) {
      for (const parameter of ['q', 'name_like']) {
        const response = await call(`/api/users?${parameter}=${encodeURIComponent(needle)}`);
        expect(await response.json()).toMatchObject([{ name }]);
      }
    }
  });

  it('finds what a document has written with escapes', async () => {
    const db = await database();
    const body = String.raw`{"id":"escaped","name":"\u006by","nick":"K\u0079","list":["\u006by"]}`;
    await db
      .prepare(`INSERT INTO documents (collection, id, body) VALUES ('users', 'escaped', ?1)`)
      .bind(body)
      .run();
    for (const query of ['q=ky', 'q=KY', 'nick=Ky', 'list=ky', 'nick_like=ky']) {
      expect(await (await call(`/api/users?${query}`)).text()).toBe(`[${body}]`);
    }
  });

  it('finds text in long documents in no time that grows with the square of their length', async () => {
    await write('POST', '/api/users', { id: 'long', name: 'x'.repeat(1_000_000), numbers: [] });
    await write(
      'PUT',
      '/api/users/numbers',
      { name: 'n', numbers: Array.from({ length: 100_000 }, (_, i) => i) },
      { 'if-none-match': '*' },
    );
    for (const query of ['q=ñ', 'name_like=ñ', 'q=ЙЩ', 'q=zz'])
      expect(await (await call(`/api/users?${query}`)).json()).toEqual([]);
    expect(await (await call('/api/users?q=99999&_fields=id')).json()).toEqual([{ id: 'numbers' }]);
    await write('DELETE', '/api/users/long');
    await write('DELETE', '/api/users/numbers');
  });

  it('embeds and expands', async () => {
    const [user] = (await (await call('/api/users?id=1&_embed=pictures')).json()) as {
      pictures: { id: number }[];
    }[];
    expect(user?.pictures.map(({ id }) => id)).toEqual([3]);
    const picture = await (await call('/api/pictures/3?_expand=user')).json();
    expect(picture).toMatchObject({ id: 3, user: { id: 1, name: 'name 0' } });
    await write('PATCH', '/api/users/1', { pictures: 'a field of that name' });
    const item = (await (await call('/api/users/1?_embed=pictures')).json()) as { pictures: unknown[] };
    expect(item.pictures).toHaveLength(1);
    const selected = await (await call('/api/users/1?_fields=pictures,id&_embed=pictures')).text();
    expect(selected.match(/"pictures":/g)).toHaveLength(1);
    expect(await (await call('/api/users/1/pictures?_fields=id')).json()).toEqual([{ id: 3 }]);
    expect(await (await call('/api/users/none/pictures')).json()).toEqual([]);
  });

  it('answers HEAD as GET', async () => {
    const [get, head] = [
      await call('/api/users?_page=2'),
      await call('/api/users?_page=2', { method: 'HEAD' }),
    ];
    for (const name of ['etag', 'x-total-count', 'link', 'content-type']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
    expect(await head.text()).toBe('');
  });
});

describe('a bad parameter is 400 and named', () => {
  it.each([
    ['/api/users?_page=0', '_page', '0'],
    ['/api/users?_page=x', '_page', 'x'],
    ['/api/users?_page=1.5', '_page', '1.5'],
    ['/api/users?_page=9007199254740991&_limit=10000', '_page', '9007199254740991'],
    ['/api/users?_page=1&_page=2', '_page', '1 and 2'],
    ['/api/users?_page=1&_limit=0', '_limit', '0'],
    ['/api/users?_limit=abc', '_limit', 'abc'],
    ['/api/users?_limit=10001', '_limit', '10001'],
    ['/api/users?_end=9999999999999999999', '_end', '9999999999999999999'],
    ['/api/users?_order=up&_sort=name', '_order', 'up'],
    ['/api/users?_sort=-name', '_sort', '-name'],
    ['/api/users?_sort=a&_sort=b', '_sort', 'a and b'],
    ["/api/users?na'me=1", "na'me", '1'],
    ['/api/users?a..b=1', 'a..b', '1'],
    ['/api/users?_foo=1', '_foo', '1'],
    ['/api/users?name=%00', 'name', '\\u0000'],
    ['/api/users?_embed=posts', '_embed', 'posts'],
    ['/api/users?_expand=planet', '_expand', 'planet'],
    ['/api/pictures?nope=1', 'nope', '1'],
    ['/api/pictures?nope_like=1', 'nope_like', '1'],
    ['/api/pictures?_sort=nope', '_sort', 'nope'],
    ['/api/pictures?_fields=id,nope', '_fields', 'nope'],
    ['/api/pictures?title.x=1', 'title.x', '1'],
  ])('%s', async (path, parameter, value) => {
    const { detail, message } = await readProblem(path, 400);
    expect(detail).toContain(`parameter ${parameter} `);
    expect(detail).toContain(value);
    expect(message).toBe(detail);
  });

  it('and an unknown field of a strict collection is told the fields there are', async () => {
    expect((await readProblem('/api/pictures?nope=1', 400))['detail']).toContain(
      'id, title, source, alt, userId, tags',
    );
    expect(await (await call('/api/users?nope=1')).json()).toEqual([]);
  });
});
