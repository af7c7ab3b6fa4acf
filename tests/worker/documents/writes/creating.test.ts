import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { call, database, write } from '../../../support/worker/worker.ts';

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

describe('ids that are great numbers', () => {
  const PICTURE = { title: 't', source: 's', alt: '' };
  const GREATEST_CHOSEN = 9_000_000_000_000_000;
  const setLastId = async (last: number) =>
    database().prepare(`UPDATE _collections SET last_id = ${last} WHERE name = 'pictures'`).run();
  const post = (document: object) => write('POST', '/api/pictures', { ...PICTURE, ...document });

  afterEach(() => setLastId(4));

  it.each([
    ['number', GREATEST_CHOSEN + 1],
    ['number', Number.MAX_SAFE_INTEGER],
    ['text', String(GREATEST_CHOSEN + 1)],
    ['text', String(Number.MAX_SAFE_INTEGER)],
  ])('are refused as a %s above 9 * 10^15: %s', async (_, id) => {
    const sent = [
      post({ id }),
      write('POST', '/api/pictures', [PICTURE, { ...PICTURE, id }]),
      write('PUT', `/api/pictures/${id}`, PICTURE, { 'if-none-match': '*' }),
    ];
    for (const response of await Promise.all(sent)) {
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({
        detail: expect.stringContaining(String(GREATEST_CHOSEN)),
      });
    }
  });

  it.each([
    ['9 * 10^15', GREATEST_CHOSEN],
    ['9 * 10^15 as text', String(GREATEST_CHOSEN)],
    ['text with more digits than a number has exactly', '9007199254740993'],
    ['text of 19 digits', '9999999999999999999'],
    ['a negative number', -Number.MAX_SAFE_INTEGER],
  ])('can be %s, and automatic ids go on after it', async (_, id) => {
    expect((await post({ id })).status).toBe(201);
    for (let i = 0; i < 2; i++) expect((await post({})).status).toBe(201);
    expect((await write('DELETE', `/api/pictures/${id}`)).status).toBe(200);
    expect((await post({})).status).toBe(201);
  });

  it('are never reused: if no automatic id is left, POST is 409, with and without a key', async () => {
    await setLastId(Number.MAX_SAFE_INTEGER - 1);
    expect(await (await post({})).json()).toMatchObject({ id: Number.MAX_SAFE_INTEGER });
    await write('DELETE', `/api/pictures/${Number.MAX_SAFE_INTEGER}`);
    const refused = [
      await post({}),
      await write('POST', '/api/pictures', PICTURE, { 'idempotency-key': 'greatest-id' }),
      await write('POST', '/api/pictures', [PICTURE]),
    ];
    for (const response of refused) {
      expect(response.status).toBe(409);
      expect(await response.json()).toMatchObject({
        detail: expect.stringContaining('No more automatic ids'),
      });
    }
    expect((await post({ id: 'chosen' })).status).toBe(201);
  });
});
