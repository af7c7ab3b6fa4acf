import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ChangesPage, Mirror } from '../../support/moving/mirror.ts';
import { clear, restoreFirstDocuments, rowsRead, seed } from '../../support/worker/documents.ts';
import { call, database, write } from '../../support/worker/worker.ts';

const PATH = '/api/users/changes';

beforeEach(restoreFirstDocuments);

async function read(query: string): Promise<ChangesPage> {
  const response = await call(`${PATH}${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as ChangesPage;
}

/** The version of the collection now. */
async function present(): Promise<number> {
  const db = database();
  const row = await db
    .prepare(`SELECT version FROM _collections WHERE name = 'users'`)
    .first<number>('version');
  return row ?? 0;
}

describe('GET /api/{collection}/changes', () => {
  it('lists each created, changed and deleted document once, in the order of the last changes', async () => {
    const since = await present();
    await write('POST', '/api/users', { id: 'new', name: 'Ada' });
    await write('PATCH', '/api/users/2', { name: 'Y.' });
    await write('PATCH', '/api/users/new', { name: 'Grace' });
    await write('DELETE', '/api/users/1');
    expect(await read(`?_since=${since}`)).toEqual({
      version: since + 4,
      changes: [
        { version: since + 2, id: 2, document: { id: 2, name: 'Y.' } },
        { version: since + 3, id: 'new', document: { id: 'new', name: 'Grace' } },
        { version: since + 4, id: 1, deleted: true },
      ],
      more: false,
    });
  });

  it('without _since has all documents, and links to the rest', async () => {
    await clear('users');
    await seed('users', [{ id: 1 }, { id: 2 }, { id: 3 }]);
    const since = (await present()) - 3;
    const response = await call(`${PATH}?_limit=2&_since=${since}`);
    const { version, more } = (await response.json()) as ChangesPage;
    expect([version, more]).toEqual([since + 2, true]);
    expect(response.headers.get('link')).toMatch(
      new RegExp(`^<http://[^>]+${PATH}\\?_limit=2&_since=${since + 2}>; rel="next"$`),
    );
    expect(await read(`?_limit=2&_since=${version}`)).toMatchObject({ changes: [{ id: 3 }], more: false });
    const { changes, version: last } = await read('');
    expect(changes.map(({ id, deleted }) => [id, deleted])).toEqual([1, 2, 3].map((id) => [id, undefined]));
    expect(last).toBe(await present());
  });

  it('lists a deletion before the document that was created with its id again', async () => {
    const since = await present();
    await write('DELETE', '/api/users/1');
    await write('POST', '/api/users', { id: 1, name: 'again' });
    expect((await read(`?_since=${since}`)).changes).toMatchObject([
      { deleted: true },
      { document: { id: 1 } },
    ]);
  });

  it('has changes of SQL that is run by hand, whatever version it sets', async () => {
    const since = await present();
    const db = database();
    await db.batch(
      [
        `INSERT INTO users (id, body, version) VALUES ('old', '{"id":"old"}', 1)`,
        `UPDATE users SET body = '{"id":2,"name":"by hand"}', version = 2 WHERE id = 2`,
        `UPDATE users SET body = json_set(body, '$.name', 'x') WHERE id IN (0, 3)`,
        `DELETE FROM users WHERE id IN (1, 'old')`,
      ].map((statement) => db.prepare(statement)),
    );
    const { changes, version } = await read(`?_since=${since}`);
    expect(new Set(changes.map((change) => change.version)).size).toBe(5);
    expect(changes.map(({ id, deleted }) => [id, deleted])).toEqual([
      [2, undefined],
      [0, undefined],
      [3, undefined],
      [1, true],
      ['old', true],
    ]);
    expect(version).toBe(since + 6);
  });

  it('gives each document of a bulk write a version of its own', async () => {
    const since = await present();
    const ids = ['c', 'a', 'b'];
    await write(
      'POST',
      '/api/users',
      ids.map((id) => ({ id, name: id })),
    );
    const named = `/api/users?${['b', 'c', 'a'].map((id) => `id=${id}`).join('&')}`;
    const expectChanges = async (from: number, deleted?: true) => {
      const { changes, version } = await read(`?_since=${from}`);
      expect(changes.map((change) => change.version)).toEqual([from + 1, from + 2, from + 3]);
      expect(changes.every((change) => change.deleted === deleted)).toBe(true);
      expect(version).toBe(from + 3);
    };
    await expectChanges(since);
    await write('PATCH', named, { name: 'x' });
    await expectChanges(since + 3);
    await write('PATCH', named, { nested: { a: 1 } });
    await expectChanges(since + 6);
    await write('DELETE', named);
    await expectChanges(since + 9, true);
  });

  it.each([
    ['_since=-1', '_since', 'it must be a whole number from 0'],
    ['_since=1.5', '_since', 'it must be a whole number from 0'],
    ['_since=1&_since=2', '_since', 'it may be given only once'],
    ['_since=999999999', '_since', 'the present version of users is'],
    ['_limit=1001', '_limit', 'it must be a whole number from 1 to 1000'],
    ['_limit=0', '_limit', 'it must be a whole number from 1 to 1000'],
    ['name=Yan', 'name', 'changes allow only _since and _limit'],
    ['_page=2', '_page', 'changes allow only _since and _limit'],
  ])('?%s is 400', async (query, parameter, rule) => {
    const response = await call(`${PATH}?${query}`);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: Record<string, string> };
    expect(errors[parameter]).toContain(rule);
  });

  it('reads 4 rows for a 304 and for a poll without changes', async () => {
    const query = `?_since=${await present()}`;
    const response = await call(PATH + query);
    expect(rowsRead(response)).toBe(4);
    const etag = response.headers.get('etag') ?? '';
    const unchanged = await call(PATH + query, { headers: { 'if-none-match': etag } });
    expect([unchanged.status, rowsRead(unchanged)]).toEqual([304, 4]);
    await write('PATCH', '/api/users/1', { name: 'x' });
    const changed = await call(PATH + query, { headers: { 'if-none-match': etag } });
    expect(changed.status).toBe(200);
    expect(((await changed.json()) as ChangesPage).changes).toHaveLength(1);
  });

  it('ends a page at 8 MB', async () => {
    await clear('users');
    const since = await present();
    const name = 'x'.repeat(900_000);
    for (let i = 0; i < 4; i++)
      await seed(
        'users',
        Array.from({ length: 5 }, (_, k) => ({ id: `${i}-${k}`, name })),
      );
    const mirror = new Mirror(PATH, call);
    mirror.version = since;
    const sizes: number[] = [];
    for (let isMore = true; isMore; sizes.push(mirror.documents.size)) isMore = await mirror.step(1_000);
    expect(sizes).toEqual([9, 18, 20]);
  });

  it('a follower misses no change and sees none twice while others write', async () => {
    const id = fc.integer({ min: 0, max: 9 });
    const writing = fc.oneof(
      fc.record({ kind: fc.constant('create' as const), id }),
      fc.record({ kind: fc.constant('change' as const), id }),
      fc.record({ kind: fc.constant('delete' as const), id }),
      fc.record({ kind: fc.constant('createMany' as const), id }),
      fc.record({ kind: fc.constant('changeMany' as const), id }),
      fc.record({ kind: fc.constant('deleteMany' as const), id }),
    );
    let count = 0;
    const send = ({ kind, id: number }: { kind: string; id: number }) => {
      const name = `name ${count++}`;
      const named = `/api/users?id=w${number}&id=w${(number + 1) % 10}`;
      const body = (one: number) => ({ id: `w${one % 10}`, name });
      switch (kind) {
        case 'create':
          return write('POST', '/api/users', body(number));
        case 'change':
          return write('PATCH', `/api/users/w${number}`, { name });
        case 'delete':
          return write('DELETE', `/api/users/w${number}`);
        case 'createMany':
          return write('POST', '/api/users', [body(number), { name }, body(number + 1)]);
        case 'changeMany':
          return write('PATCH', named, { nested: { name } });
        default:
          return write('DELETE', named);
      }
    };
    const writers = fc.array(fc.array(writing, { minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(writers, fc.integer({ min: 1, max: 4 }), async (queues, limit) => {
        const mirror = new Mirror(PATH, call);
        await mirror.follow();
        let isWriting = true;
        const following = (async () => {
          while (isWriting) await mirror.step(limit);
        })();
        await Promise.all(
          queues.map(async (queue) => {
            for (const one of queue) await (await send(one)).arrayBuffer();
          }),
        );
        isWriting = false;
        await following;
        await mirror.follow(limit);
        const { versions, documents } = mirror;
        expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other));
        const list = (await (await call('/api/users?_limit=10000')).json()) as { id: string | number }[];
        expect(documents).toEqual(new Map(list.map((document) => [document.id, document])));
      }),
      { numRuns: 25 },
    );
  });
});

describe('the id "changes"', () => {
  it.each([
    ['POST', '/api/users', { id: 'changes', name: 'x' }, 422],
    ['POST', '/api/users', [{ id: 'changes', name: 'x' }], 422],
    ['PUT', '/api/users/changes', { name: 'x' }, 405],
  ])('%s %s of %j is %i', async (method, path, body, status) => {
    const response = await write(method, path, body);
    expect(response.status).toBe(status);
    if (status === 422) expect(await response.text()).toContain('the path of a route');
    else expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('is refused by the database', async () => {
    await expect(seed('pictures', [{ id: 'changes' }])).rejects.toThrow('path of a route');
  });
});
