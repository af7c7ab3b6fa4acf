import { beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../support/documents.ts';
import { call, database, isLost, TOKEN, write } from '../../support/worker.ts';

beforeEach(restoreFirstDocuments);

const etagOf = async (path: string) => (await call(path)).headers.get('etag') ?? '';

describe('POST', () => {
  it('stores the document under the next number, never one that was used', async () => {
    const created = await write('POST', '/api/users', {
      name: 'Ada',
      '': 'empty name',
      nested: { a: [1, null] },
    });
    expect(created.status).toBe(201);
    const document = (await created.json()) as { id: number };
    expect(document).toEqual({
      id: expect.any(Number),
      name: 'Ada',
      '': 'empty name',
      nested: { a: [1, null] },
    });
    const { pathname } = new URL(created.headers.get('location') ?? '');
    expect(pathname).toBe(`/api/users/${document.id}`);
    const read = await call(pathname);
    expect(read.headers.get('etag')).toBe(created.headers.get('etag'));
    expect(await read.json()).toEqual(document);
    await write('DELETE', pathname);
    expect(await (await write('POST', '/api/users', { name: 'Next' })).json()).toMatchObject({
      id: document.id + 1,
    });
  });

  it('keeps a given id as it is, and compares it as a string', async () => {
    expect(await (await write('POST', '/api/users', { id: '77', name: 'x' })).json()).toEqual({
      id: '77',
      name: 'x',
    });
    const taken = await write('POST', '/api/users', { id: 77, name: 'y' });
    expect(taken.status).toBe(409);
    expect(await taken.json()).toMatchObject({
      detail: expect.stringContaining('77'),
      errors: { id: expect.any(String) },
    });
    const generated = (await (await write('POST', '/api/users', { id: null, name: 'z' })).json()) as {
      id: number;
    };
    expect(generated.id).toBeGreaterThan(77);
  });

  it('says so when the numbers are used up', async () => {
    const picture = { title: 't', source: 's', alt: '' };
    const last = Number.MAX_SAFE_INTEGER;
    for (const id of [last - 1, '9999999999999999999']) {
      expect((await write('POST', '/api/pictures', { id, ...picture })).status).toBe(201);
    }
    expect(await (await write('POST', '/api/pictures', picture)).json()).toMatchObject({ id: last });
    const refused = await write('POST', '/api/pictures', picture);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('No more automatic ids') });
    const db = await database();
    await db.prepare("UPDATE collections SET last_id = 4 WHERE name = 'pictures'").run();
  });

  it.each([
    ['no token', {}, '', /^Bearer realm="perigee"$/],
    ['another token', { authorization: 'Bearer other' }, '', /invalid_token/],
    [
      'a token of the same length',
      { authorization: `Bearer ${'x'.repeat(TOKEN.length)}` },
      '',
      /invalid_token/,
    ],
    ['another scheme', { authorization: `Basic ${TOKEN}` }, '', /Bearer/],
  ])('is 401 with %s', async (_, headers, body, challenge) => {
    for (const [method, path] of [
      ['POST', '/api/users'],
      ['PUT', '/api/users/1'],
      ['PATCH', '/api/users/1'],
      ['DELETE', '/api/users/1'],
    ] as const) {
      const response = await call(path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: body || '{"name":"x"}',
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(challenge);
    }
    expect(await (await call('/api/users')).json()).toHaveLength(4);
  });
});

describe('a body', () => {
  it.each([
    ['malformed JSON', '{"name":', 400],
    ['nothing', '', 400],
    ['an array', '[]', 422],
    ['a scalar', '"x"', 422],
    ['null', 'null', 422],
    ['a missing field', '{}', 422],
    ['an empty name', '{"name":""}', 422],
    ['a number that is none', '{"name":"x","n":1e400}', 422],
    ['a number beyond 2^53', '{"name":"x","n":9007199254740993}', 422],
    ['NUL in a value', '{"name":"\\u0000"}', 422],
    ['NUL in a name', '{"name":"x","\\u0000":1}', 422],
    ['half a surrogate pair', '{"name":"\\ud800"}', 422],
    ['__proto__', '{"name":"x","__proto__":{"a":1}}', 422],
    ['nesting 101 deep', `{"name":"x","a":${'['.repeat(101)}${']'.repeat(101)}}`, 422],
    ['nesting 10,000 deep', `{"name":"x","a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 422],
    ['an id that is an object', '{"name":"x","id":{}}', 422],
    ['an id that is a fraction', '{"name":"x","id":1.5}', 422],
    ['an id of 201 characters', `{"name":"x","id":"${'i'.repeat(201)}"}`, 422],
    ['an id that no URL has', '{"name":"x","id":".."}', 422],
  ])('with %s is refused, and nothing is stored', async (_, body, status) => {
    for (const [method, path] of [
      ['POST', '/api/users'],
      ['PUT', '/api/users/2'],
    ] as const) {
      const response = await write(method, path, body);
      expect(response.status).toBe(status);
      expect(((await response.json()) as { message: string }).message).not.toBe('');
    }
    expect(await (await call('/api/users')).text()).toBe(
      '[{"id":0,"name":"Sarah"},{"id":1,"name":"Chris"},{"id":2,"name":"Yan"},{"id":3,"name":"Elian"}]',
    );
  });

  it('that is no UTF-8 is 400', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const response = await call('/api/users', {
      method: 'POST',
      headers,
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
    });
    expect(response.status).toBe(400);
  });

  it('over 1 MiB is 413, announced or not', async () => {
    const big = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
    expect((await write('POST', '/api/users', big)).status).toBe(413);
    const chunks = new Blob([big]).stream();
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const response = await call('/api/users', {
      method: 'POST',
      headers,
      body: chunks,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect((await write('POST', '/api/users', { name: 'x'.repeat(1024 * 1000) })).status).toBe(201);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    '',
  ])('of type %j is 415', async (type) => {
    const response = await write('POST', '/api/users', '{"name":"x"}', { 'content-type': type });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('application/json') });
  });

  it('of a strict collection is refused part by part', async () => {
    const response = await write('POST', '/api/pictures', { title: '', alt: 'x', 'a/b': 1, tags: [1] });
    expect(response.status).toBe(422);
    const problem = (await response.json()) as { violations: { pointer: string }[]; errors: object };
    expect(problem.violations.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/a~1b',
      '/source',
      '/tags/0',
      '/title',
    ]);
    expect(Object.keys(problem.errors).toSorted()).toEqual(['a~1b', 'source', 'tags.0', 'title']);
  });
});

describe('a document', () => {
  it('is not larger than 1 MiB when it is stored, whatever was sent', async () => {
    const part = 'x'.repeat(900_000);
    expect((await write('PATCH', '/api/users/1', { a: part })).status).toBe(200);
    expect((await write('PATCH', '/api/users/1', { b: part })).status).toBe(413);
    const numbers = `{"name":"x","n":[${'1e15,'.repeat(100_000)}1]}`;
    expect((await write('POST', '/api/users', numbers)).status).toBe(413);
  });

  it('with thousands of mistakes is told some of them', async () => {
    const picture = { title: 't', source: 's', alt: 'a' };
    for (const tags of [1_000, 200_000]) {
      const response = await write('POST', '/api/pictures', {
        ...picture,
        tags: Array.from({ length: tags }, () => 1),
      });
      expect(response.status).toBe(422);
      expect((await response.text()).length).toBeLessThan(20_000);
    }
    const unknown = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`field${i}`, i]));
    const response = await write('POST', '/api/pictures', { ...picture, ...unknown });
    expect(response.status).toBe(422);
    expect((await response.text()).length).toBeLessThan(30_000);
  });

  it.each(['application/json; charset=utf-16', 'application/json'])(
    'in another encoding is 415 (%s)',
    async (type) => {
      const encoding: Record<string, string> = type.includes('charset') ? {} : { 'content-encoding': 'gzip' };
      const response = await write('POST', '/api/users', '{"name":"x"}', {
        'content-type': type,
        ...encoding,
      });
      expect(response.status).toBe(415);
    },
  );
});

describe('PUT', () => {
  it('replaces all but the id', async () => {
    const response = await write('PUT', '/api/users/2', { id: 99, name: 'Y', more: true });
    expect(await response.json()).toEqual({ id: 2, name: 'Y', more: true });
    expect(await (await call('/api/users/2')).json()).toEqual({ id: 2, name: 'Y', more: true });
  });

  it('creates only with If-None-Match: *, and then only what is not there', async () => {
    expect((await write('PUT', '/api/users/new', { name: 'N' })).status).toBe(404);
    const created = await write('PUT', '/api/users/new', { name: 'N' }, { 'if-none-match': '*' });
    expect(created.status).toBe(201);
    expect(new URL(created.headers.get('location') ?? '').pathname).toBe('/api/users/new');
    expect(await created.json()).toEqual({ id: 'new', name: 'N' });
    const again = await write('PUT', '/api/users/new', { name: 'M' }, { 'if-none-match': '*' });
    expect(again.status).toBe(412);
    expect(again.headers.get('etag')).toBe(created.headers.get('etag'));
    expect(
      await (await write('PUT', '/api/users/900', { name: 'n' }, { 'if-none-match': '*' })).json(),
    ).toMatchObject({ id: 900 });
  });
});

describe('PATCH', () => {
  it('is a merge patch', async () => {
    await write('PUT', '/api/users/1', {
      name: 'C',
      address: { city: 'Paris', zip: '1' },
      tags: [1, 2],
      gone: 1,
    });
    const response = await write('PATCH', '/api/users/1', {
      address: { zip: null, street: 'x' },
      tags: [3],
      gone: null,
      id: 5,
    });
    expect(await response.json()).toEqual({
      id: 1,
      name: 'C',
      address: { city: 'Paris', street: 'x' },
      tags: [3],
    });
    const typed = await write(
      'PATCH',
      '/api/users/1',
      { name: 'D' },
      { 'content-type': 'application/merge-patch+json' },
    );
    expect(typed.status).toBe(200);
  });

  it('is checked by what results', async () => {
    expect((await write('PATCH', '/api/users/1', { name: null })).status).toBe(422);
    expect((await write('PATCH', '/api/pictures/1', { nope: 1 })).status).toBe(422);
    expect((await write('PATCH', '/api/users/nobody', { name: 'x' })).status).toBe(404);
    expect((await write('PATCH', '/api/users/nobody', { name: 'x' }, { 'if-match': '*' })).status).toBe(412);
  });
});

describe('DELETE', () => {
  it('answers the document and removes that one only', async () => {
    expect(await (await write('DELETE', '/api/users/0')).json()).toEqual({ id: 0, name: 'Sarah' });
    expect((await write('DELETE', '/api/users/0')).status).toBe(404);
    expect((await call('/api/users/0')).status).toBe(404);
    expect(await (await call('/api/pictures?userId=0')).json()).toHaveLength(2);
    expect((await call('/api/users')).headers.get('x-total-count')).toBe('3');
  });
});

describe('preconditions', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])(
    'let %s pass in the state that the client knows, also by its weak tag',
    async (method) => {
      const etag = await etagOf('/api/users/1');
      const stale = await write(method, '/api/users/1', { name: 'x' }, { 'if-match': '"0-0"' });
      expect(stale.status).toBe(412);
      expect(stale.headers.get('etag')).toBe(etag);
      expect((await write(method, '/api/users/1', { name: 'x' }, { 'if-none-match': etag })).status).toBe(
        412,
      );
      expect(
        (await write(method, '/api/users/1', { name: 'x' }, { 'if-match': `"0-0", W/${etag}` })).status,
      ).toBe(200);
      expect((await write(method, '/api/users/1', { name: 'x' }, { 'if-match': etag })).status).toBe(412);
    },
  );

  it('compare up to 50 tags, and a tag that was read with related documents', async () => {
    const etag = await etagOf('/api/users/1?_embed=pictures');
    const others = Array.from({ length: 49 }, (_, i) => `"${i}-0"`).join(', ');
    const refused = await write(
      'PUT',
      '/api/users/1',
      { name: 'x' },
      { 'if-none-match': `${others}, ${etag}` },
    );
    expect(refused.status).toBe(412);
    expect(
      (await write('PUT', '/api/users/1', { name: 'x' }, { 'if-match': `${others}, ${etag}` })).status,
    ).toBe(200);
    expect(
      (await write('PUT', '/api/users/1', { name: 'x' }, { 'if-match': `${others}, "a", "b"` })).status,
    ).toBe(400);
  });

  it('no two states share a tag, not even after deleting and creating again', async () => {
    const tags = [await etagOf('/api/users/1')];
    await write('DELETE', '/api/users/1');
    await write('POST', '/api/users', { id: 1, name: 'Chris' });
    tags.push(await etagOf('/api/users/1'));
    await write('PUT', '/api/users/1', { name: 'Chris' });
    tags.push(await etagOf('/api/users/1'));
    expect(new Set(tags).size).toBe(3);
  });

  it('1,000 increments by 50 clients end at exactly 1,000', { timeout: 300_000 }, async () => {
    await write('POST', '/api/users', { id: 'counter', name: 'counter', n: 0, done: {} });
    await Promise.all(Array.from({ length: 50 }, (_, client) => incrementOften(`c${client}`, 20)));
    const { n, done } = (await (await call('/api/users/counter')).json()) as Counter;
    expect(n).toBe(1000);
    expect(Object.values(done)).toEqual(Array.from({ length: 50 }, () => 20));
  });
});

interface Counter {
  n: number;
  /** How often each client has counted. */
  done: Record<string, number>;
}

/**
 * Counts up, with its own share beside the sum. The local runtime sometimes loses the connection to an answer; what
 * became of such a write, the share tells.
 */
async function incrementOften(client: string, times: number): Promise<void> {
  let known = await call('/api/users/counter');
  for (let wait = 100; ; ) {
    const { n, done } = (await known.json()) as Counter;
    const mine = done[client] ?? 0;
    if (mine === times) return;
    const increment = { n: n + 1, done: { [client]: mine + 1 } };
    const headers = { 'if-match': known.headers.get('etag') ?? '' };
    const written = await write('PATCH', '/api/users/counter', increment, headers);
    if (written.status === 200) {
      known = written;
      continue;
    }
    if (!(await isLost(written))) expect(written.status, await written.text()).toBe(412);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * wait));
    wait = Math.min(wait * 1.5, 3000);
    known = await call('/api/users/counter');
  }
}

describe('Idempotency-Key', () => {
  it('200 POSTs with 20 keys store 20 documents', async () => {
    const posts = Array.from({ length: 200 }, (_, i) =>
      write('POST', '/api/users', { name: `n${i % 20}` }, { 'idempotency-key': `key-${i % 20}` }),
    );
    const responses = await Promise.all(posts);
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 201));
    const bodies = await Promise.all(responses.map((response) => response.text()));
    expect(new Set(bodies).size).toBe(20);
    expect(new Set(responses.map(({ headers }) => headers.get('location'))).size).toBe(20);
    expect((await call('/api/users')).headers.get('x-total-count')).toBe('24');
  });

  it('answers the first result even after the document has changed, and another body is 422', async () => {
    const key = { 'idempotency-key': 'k1' };
    const first = await write('POST', '/api/users', { id: 50, name: 'first' }, key);
    await write('PUT', '/api/users/50', { name: 'changed' });
    const again = await write('POST', '/api/users', { id: 50, name: 'first' }, key);
    expect(await again.text()).toBe(await first.text());
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect((await write('POST', '/api/users', { name: 'second' }, key)).status).toBe(422);
    expect(await (await call('/api/users/50')).json()).toMatchObject({ name: 'changed' });
  });

  it('is not spent by a failure', async () => {
    const key = { 'idempotency-key': 'k2' };
    expect((await write('POST', '/api/users', { id: 1, name: 'x' }, key)).status).toBe(409);
    expect((await write('POST', '/api/users', { name: '' }, key)).status).toBe(422);
    expect((await write('POST', '/api/users', { id: 51, name: 'x' }, key)).status).toBe(201);
    expect(
      (await write('POST', '/api/users', { name: 'x' }, { 'idempotency-key': 'has space' })).status,
    ).toBe(400);
  });
});

describe('methods', () => {
  it.each([
    ['/api/users', 'GET, HEAD, POST, OPTIONS', ['PUT', 'PATCH', 'DELETE', 'PURGE']],
    ['/api/users/1', 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS', ['POST', 'PURGE']],
    ['/api/users/1/pictures', 'GET, HEAD, OPTIONS', ['POST', 'PUT', 'PATCH', 'DELETE']],
  ])('of %s are %s', async (path, allow, others) => {
    for (const method of others) {
      const response = await write(method, path, { name: 'x' });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe(allow);
    }
    const options = await call(path, { method: 'OPTIONS' });
    expect(options.status).toBe(204);
    expect(options.headers.get('allow')).toBe(allow);
    expect((await write('PUT', path.replace('users', 'nope'), {})).status).toBe(404);
  });
});

describe('the database itself', () => {
  it('keeps versions, counts and the search right when somebody writes SQL to it', async () => {
    const db = await database();
    const tag = await etagOf('/api/users');
    await db
      .prepare(
        `UPDATE documents SET body = '{"id":1,"name":"by hand"}' WHERE collection = 'users' AND id = '1'`,
      )
      .run();
    expect(await etagOf('/api/users')).not.toBe(tag);
    expect(await (await call('/api/users?q=by+hand')).json()).toHaveLength(1);
    expect(await (await call('/api/users?q=chris')).json()).toHaveLength(0);
    await db.prepare(`DELETE FROM documents WHERE collection = 'users' AND id = '1'`).run();
    expect((await call('/api/users')).headers.get('x-total-count')).toBe('3');
    expect(await (await call('/api/users?q=by+hand')).json()).toHaveLength(0);
    for (const statement of [
      `UPDATE documents SET id = '9' WHERE id = '2'`,
      `UPDATE documents SET body = 'x' WHERE id = '2'`,
      `UPDATE documents SET body = '{"id":3}' WHERE id = '2'`,
      `INSERT INTO documents (collection, id, body) VALUES ('users', '1', '[]')`,
      `INSERT INTO documents (collection, id, body) VALUES ('users', '2', '{"id":2}')`,
      `INSERT OR REPLACE INTO documents (collection, id, body) VALUES ('users', '2', '{"id":2}')`,
      `INSERT INTO documents (collection, id, body) VALUES ('users', 'w', '{"id":"w"} ')`,
    ]) {
      await expect(db.prepare(statement).run()).rejects.toThrow();
    }
  });
});
