import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../support/documents.ts';
import { call, database, write } from '../../support/worker.ts';

beforeEach(restoreFirstDocuments);

describe('POST /api/{collection}', () => {
  it('stores the document under the next number and never reuses the number of a deleted one', async () => {
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

  it('stores an id with the type that the client sent, and responds 409 to an id with equal text', async () => {
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
});

describe('POST /api/{collection} at the greatest id', () => {
  afterEach(async () => {
    const db = await database();
    await db.prepare("UPDATE _collections SET last_id = 4 WHERE name = 'pictures'").run();
  });

  it('responds 409 when no automatic id is left', async () => {
    const picture = { title: 't', source: 's', alt: '' };
    const last = Number.MAX_SAFE_INTEGER;
    for (const id of [last - 1, '9999999999999999999']) {
      expect((await write('POST', '/api/pictures', { id, ...picture })).status).toBe(201);
    }
    expect(await (await write('POST', '/api/pictures', picture)).json()).toMatchObject({ id: last });
    const refused = await write('POST', '/api/pictures', picture);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('No more automatic ids') });
  });
});
