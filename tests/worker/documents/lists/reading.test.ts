import { describe, expect, it } from 'vitest';
import { MANY, readProblem, rowsRead, useManyUsers } from '../../../support/worker/documents.ts';
import { call, write } from '../../../support/worker/worker.ts';

useManyUsers();

describe('GET /api/{collection}/{id}', () => {
  it('returns the stored document with ETag and Last-Modified, reading at most 2 rows', async () => {
    const response = await call('/api/users/17');
    expect(response.headers.get('etag')).toMatch(/^"\d+-\d+"$/);
    expect(response.headers.get('last-modified')).toMatch(/ GMT$/);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toBe('{"id":17,"name":"name 16","age":2}');
    expect(rowsRead(response)).toBeLessThanOrEqual(2);
  });

  it('finds a document whose id contains spaces, slashes, quotes or letters of any script', async () => {
    for (const id of ['a b', 'ü/ö', '100%', '%41', 'a?b#c', '日本', "o'x", '"q"', 'a\\b', '1e3', '007']) {
      const created = await write('POST', '/api/users', { id, name: 'x' });
      expect(created.status).toBe(201);
      const { pathname } = new URL(created.headers.get('location') ?? '');
      expect(await (await call(pathname)).json()).toEqual({ id, name: 'x' });
      expect((await write('DELETE', pathname)).status).toBe(200);
    }
  });

  it('responds 404 to an unknown id or collection, and 400 to a malformed path or an unknown parameter', async () => {
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

describe('conditional GET /api/{collection}/{id}', () => {
  it('is 304 when the validator is current, and If-None-Match takes precedence over If-Modified-Since', async () => {
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
});

describe('GET /api/{collection}', () => {
  it('reads at most 25 rows for an indexed page of 10, and takes the total from a counter', async () => {
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

  it('is 304 after reading at most 4 rows, until a write changes the collection', async () => {
    for (const [i, path] of [
      '/api/users?_page=1',
      '/api/users?name_like=1',
      '/api/users?q=name',
      '/api/users/3/pictures',
    ].entries()) {
      const etag = (await call(path)).headers.get('etag') ?? '';
      expect(etag).toMatch(/^"/);
      const same = await call(path, { headers: { 'if-none-match': `W/${etag}` } });
      expect(same.status).toBe(304);
      expect(rowsRead(same), path).toBeLessThanOrEqual(path.includes('_page') ? 2 : 4);
      await write('PATCH', '/api/users/9', { age: 100 + i });
      await write('PATCH', '/api/pictures/1', { alt: `changed ${i}` });
      expect((await call(path, { headers: { 'if-none-match': etag } })).status).toBe(200);
    }
  });

  it('returns only the fields of _fields, in its order, with the stored values', async () => {
    const response = await call('/api/users?_fields=age,id,nope&_limit=2');
    expect(await response.text()).toBe('[{"age":0,"id":1},{"age":1,"id":2}]');
  });

  it('responds to HEAD with the headers of GET and no body', async () => {
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
