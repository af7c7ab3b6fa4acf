import { beforeEach, describe, expect, it } from 'vitest';
import { etagOf, restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { call, database, write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

const NDJSON = { 'content-type': 'application/x-ndjson' };
const picture = { title: 't', source: 's', alt: '' };

interface ProblemBody {
  detail: string;
  violations: { pointer: string; message: string }[];
  errors: Record<string, string>;
}

async function problemOf(response: Response, status: number): Promise<ProblemBody> {
  expect(response.status).toBe(status);
  return (await response.json()) as ProblemBody;
}

async function countUsers(): Promise<number> {
  return Number((await call('/api/users')).headers.get('x-total-count'));
}

describe('POST /api/{collection} with a JSON array', () => {
  it('stores all documents in their order, and responds 201 with them as they are read', async () => {
    const sent = [
      { name: 'Ada', nested: { '': [1, null, 'é "quoted" \\'] } },
      { id: 'text', name: 'Grace' },
      { name: 'Joan', 1: 'x' },
      { id: 40, name: '\u2028' },
      { name: 'last' },
    ];
    const response = await write('POST', '/api/users', sent);
    expect(response.status).toBe(201);
    expect(response.headers.get('etag')).toBeNull();
    const text = await response.text();
    expect(JSON.parse(text)).toEqual(
      sent.map((document, i) => ({ id: { 0: 41, 2: 42, 4: 43 }[i], ...document })),
    );
    expect(await (await call('/api/users?_start=4&_end=9')).text()).toBe(text);
    expect(await (await call('/api/users?q=grace')).json()).toHaveLength(1);
    expect(await (await call('/api/users?name=Joan')).json()).toHaveLength(1);
  });

  it('numbers documents consecutively, and never reuses the number of a deleted one', async () => {
    const names = Array.from({ length: 1_000 }, (_, i) => ({ name: `n${i}` }));
    const first = (await (await write('POST', '/api/users', names)).json()) as { id: number }[];
    const start = first[0]?.id ?? 0;
    expect(first.map(({ id }) => id)).toEqual(names.map((_, i) => start + i));
    await write('DELETE', `/api/users/${start + 999}`);
    expect(await (await write('POST', '/api/users', [{ name: 'next' }])).json()).toEqual([
      { id: start + 1_000, name: 'next' },
    ]);
  });

  it.each(['/api/users', '/api/users/50', '/api/users/51'])(
    'gives no two states of %s the same entity tag, also after the documents are deleted',
    async (path) => {
      const two = [50, 51].map((id) => ({ id, name: 'x' }));
      const tags = new Set<string>();
      for (const [method, query, body] of [
        ['POST', '', two],
        ['PATCH', '?id=50&id=51', { age: 1 }],
        ['PATCH', '?id=51&id=50', { nested: { a: 1 } }],
        ['DELETE', '?id=50&id=51', undefined],
        ['POST', '', two],
      ] as const) {
        expect((await write(method, `/api/users${query}`, body)).ok).toBe(true);
        if (method !== 'DELETE') tags.add(await etagOf(path));
      }
      expect(tags.size).toBe(4);
    },
  );

  it('drops related documents that a read has added', async () => {
    const body = [{ ...picture, user: { id: 1, name: 'Chris' }, userId: 1 }];
    const [stored] = (await (await write('POST', '/api/pictures', body)).json()) as object[];
    expect(stored).toEqual({ id: expect.any(Number), ...picture, userId: 1 });
  });

  it('splits values that D1 cannot bind as one, and is still one transaction', async () => {
    const documents = Array.from({ length: 7 }, (_, i) => ({
      name: `big ${i}`,
      text: 'x'.repeat(1_000_000),
    }));
    const response = await write('POST', '/api/users', documents);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject(documents);
    const taken = await write('POST', '/api/users', [...documents.slice(1), { id: 2, name: 'taken' }]);
    expect(taken.status).toBe(409);
    expect(await countUsers()).toBe(11);
  });
});

describe('POST /api/{collection} with NDJSON', () => {
  it('stores a document per line, skips blank lines, and responds with a JSON array', async () => {
    const response = await write('POST', '/api/users', '{"name":"a"}\r\n\n{"name":"b"}\n', NDJSON);
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject([{ name: 'a' }, { name: 'b' }]);
  });

  it('is 400 naming the line that is not JSON', async () => {
    const response = await write('POST', '/api/users', '{"name":"a"}\n\n{"name":\n', NDJSON);
    expect((await problemOf(response, 400)).detail).toContain('Line 3');
    expect(await countUsers()).toBe(4);
  });

  it('is 415 for one document, of a path or of a parent', async () => {
    expect((await write('PUT', '/api/users/1', '{"name":"a"}\n', NDJSON)).status).toBe(415);
    expect((await write('POST', '/api/users/1/pictures', '{}\n', NDJSON)).status).toBe(415);
    expect((await write('PATCH', '/api/users?id=1', '{}\n', NDJSON)).status).toBe(415);
  });
});

describe('POST /api/{collection} with a list that is refused', () => {
  it('is 422 with a pointer per invalid part, and stores nothing', async () => {
    const sent = [picture, { ...picture, title: '' }, 7, { source: 's', alt: '', tags: [1] }, [], null];
    const { violations, errors } = await problemOf(await write('POST', '/api/pictures', sent), 422);
    const pointers = ['/1/title', '/2', '/3/title', '/3/tags/0', '/4', '/5'];
    expect(violations.map(({ pointer }) => pointer).toSorted()).toEqual(pointers.toSorted());
    expect(Object.keys(errors)).toContain('3.tags.0');
    expect((await call('/api/pictures')).headers.get('x-total-count')).toBe('4');
  });

  it.each([
    ['a number beyond 2^53', '[{"name":"x"},{"name":"x","n":9007199254740993}]', '/1/n'],
    ['NUL', '[{"name":"x","a":["\\u0000"]}]', '/0/a/0'],
    ['a name __proto__', '[{"name":"x"},{"__proto__":1}]', '/1/__proto__'],
    ['an id that is an object', '[{"name":"x","id":{}}]', '/0/id'],
    ['nesting 101 deep', `[{"name":"x","a":${'['.repeat(101)}${']'.repeat(101)}}]`, '/0/a/0'],
  ])('is 422 for %s', async (_, body, pointer) => {
    const { violations } = await problemOf(await write('POST', '/api/users', body), 422);
    expect(violations[0]?.pointer.startsWith(pointer)).toBe(true);
    expect(await countUsers()).toBe(4);
  });

  it('has a short response when every document is invalid', async () => {
    const sent = Array.from({ length: 1_000 }, () => ({ name: 1, ...picture, tags: [1, 2, 3] }));
    const response = await write('POST', '/api/pictures', sent);
    expect(response.status).toBe(422);
    expect((await response.text()).length).toBeLessThan(30_000);
  });

  it('is 409 with the index and the id of every taken one, and stores nothing', async () => {
    const sent = [{ name: 'new' }, { id: '1', name: 'x' }, { id: 90, name: 'x' }, { id: 3, name: 'x' }];
    const { violations, errors, detail } = await problemOf(await write('POST', '/api/users', sent), 409);
    expect(violations).toEqual([
      { pointer: '/1/id', message: 'The id "1" is taken in users' },
      { pointer: '/3/id', message: 'The id 3 is taken in users' },
    ]);
    expect(Object.keys(errors)).toEqual(['1.id', '3.id']);
    expect(detail).toContain('"1"');
    expect(await countUsers()).toBe(4);
  });

  it('is 409 for an id that occurs twice in it, as a number and as text', async () => {
    const sent = [{ id: 80, name: 'x' }, { name: 'y' }, { id: '80', name: 'z' }];
    const { violations } = await problemOf(await write('POST', '/api/users', sent), 409);
    expect(violations).toEqual([{ pointer: '/2/id', message: 'The id "80" occurs twice in the request' }]);
  });

  it('is 409 when not enough automatic ids are left', async () => {
    const db = database();
    await db
      .prepare(`UPDATE _collections SET last_id = ${Number.MAX_SAFE_INTEGER - 2} WHERE name = 'users'`)
      .run();
    try {
      const three = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
      const { detail } = await problemOf(await write('POST', '/api/users', three), 409);
      expect(detail).toContain('No more automatic ids');
      const two = await write('POST', '/api/users', three.slice(1));
      expect(await two.json()).toMatchObject([
        { id: Number.MAX_SAFE_INTEGER - 1 },
        { id: Number.MAX_SAFE_INTEGER },
      ]);
    } finally {
      await db.prepare(`UPDATE _collections SET last_id = 4 WHERE name = 'users'`).run();
    }
  });

  it.each([
    ['no document', '[]', 422, 'at least one'],
    ['1,001 documents', JSON.stringify(Array.from({ length: 1_001 }, () => ({ name: 'x' }))), 413, '1000'],
    ['more than 8 MB', `[${'{"name":"x"},'.repeat(700_000)}{"name":"x"}]`, 413, '8000000'],
    [
      'a document of more than 1 MiB',
      JSON.stringify([{ name: 'x', bio: 'x'.repeat(1024 * 1024) }]),
      413,
      'index 0',
    ],
  ])('is refused for %s, with or without Content-Length', async (_, body, status, told) => {
    for (const form of [body, new Blob([body]).stream()]) {
      const response = await write('POST', '/api/users', form);
      expect((await problemOf(response, status)).detail).toContain(told);
    }
    expect(await countUsers()).toBe(4);
  });

  it('is 413 when its numbers grow above 8 MB as they are stored', async () => {
    const document = `{"name":"x","n":[${'1e15,'.repeat(57_000)}1]}`;
    const body = `[${Array.from({ length: 9 }, () => document).join(',')}]`;
    const response = await write('POST', '/api/users', body);
    expect((await problemOf(response, 413)).detail).toContain('8000000');
  });
});

describe('Idempotency-Key of a list', () => {
  it('20 concurrent POSTs with one key store the documents once and return the same body', async () => {
    const sent = Array.from({ length: 30 }, (_, i) => ({ name: `n${i}` }));
    const posts = Array.from({ length: 20 }, () =>
      write('POST', '/api/users', sent, { 'idempotency-key': 'bulk-1' }),
    );
    const responses = await Promise.all(posts);
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 201));
    const bodies = new Set(await Promise.all(responses.map((response) => response.text())));
    expect(bodies.size).toBe(1);
    expect(await countUsers()).toBe(34);
  });

  it('returns the first state of documents with own ids, even after they have changed', async () => {
    const key = { 'idempotency-key': 'bulk-2' };
    const sent = [{ id: 60, name: 'a' }, { name: 'b' }, { id: 'c', name: 'c' }];
    const first = await (await write('POST', '/api/users', sent, key)).text();
    await write('PUT', '/api/users/60', { name: 'changed' });
    await write('DELETE', '/api/users/c');
    expect(await (await write('POST', '/api/users', sent, key)).text()).toBe(first);
  });

  it('is 422 with another body or media type, and a failed POST does not use it up', async () => {
    const key = { 'idempotency-key': 'bulk-3' };
    expect((await write('POST', '/api/users', [{ id: 1, name: 'x' }], key)).status).toBe(409);
    expect((await write('POST', '/api/users', '{"name":"x"}', { ...key, ...NDJSON })).status).toBe(201);
    expect((await write('POST', '/api/users', '{"name":"x"}', key)).status).toBe(422);
    expect((await write('POST', '/api/users', [{ name: 'x' }], key)).status).toBe(422);
  });
});
