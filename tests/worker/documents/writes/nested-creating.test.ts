import { beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments, seed } from '../../../support/worker/documents.ts';
import { call, write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

const PICTURE = { title: 't', source: 's', alt: 'a' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('POST /api/{parent}/{id}/{collection}', () => {
  it('creates a document whose foreign key is the id of the parent, with its URL', async () => {
    const response = await write('POST', '/api/users/2/pictures', PICTURE);
    expect(response.status).toBe(201);
    const document = (await response.json()) as { id: number };
    expect(document).toEqual({ id: document.id, ...PICTURE, userId: 2 });
    expect(response.headers.get('location')).toMatch(new RegExp(`/api/pictures/${document.id}$`));
    expect(await (await call('/api/users/2/pictures?_sort=id&_order=desc&_limit=1')).json()).toEqual([
      document,
    ]);
  });

  it.each([
    [2, 2],
    ['ada', 'ada'],
    ['007', '007'],
    ['12', '12'],
    ['a/b%é', 'a/b%é'],
  ])('stores the foreign key of the parent %j in the type of its id', async (id, key) => {
    if (id !== 2) await seed('users', [{ id, name: 'x' } as never]);
    const response = await write('POST', `/api/users/${encodeURIComponent(id)}/pictures`, PICTURE);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ userId: key });
  });

  it.each([
    ['the same id', 201, 2],
    ['the same id as text', 201, '2'],
    ['null', 201, null],
    ['another id', 422, 3],
    ['another text', 422, 'x'],
    ['an object', 422, {}],
  ])('with %s as the foreign key of the body is answered %d', async (_, status, userId) => {
    const response = await write('POST', '/api/users/2/pictures', { ...PICTURE, userId });
    expect(response.status).toBe(status);
    const body = await response.json();
    if (status === 201) expect(body).toMatchObject({ userId: 2 });
    else expect(body).toMatchObject({ violations: [{ pointer: '/userId' }] });
  });

  it.each([
    ['/api/users/99/pictures', 404],
    ['/api/users/02/pictures', 404],
    ['/api/users/2/nope', 404],
    ['/api/nope/2/pictures', 404],
    ['/api/users/%ff/pictures', 400],
  ])('POST %s has the status %d, and stores nothing', async (path, status) => {
    const before = await (await call('/api/pictures')).text();
    expect((await write('POST', path, PICTURE)).status).toBe(status);
    expect(await (await call('/api/pictures')).text()).toBe(before);
  });

  it('is 401 without the token, and 422 for a document that the schema refuses', async () => {
    const headers = { authorization: '' };
    expect((await write('POST', '/api/users/2/pictures', PICTURE, headers)).status).toBe(401);
    expect((await write('POST', '/api/users/2/pictures', { title: 't' })).status).toBe(422);
  });

  it('creates once for one Idempotency-Key, and refuses the key for another parent', async () => {
    const key = { 'idempotency-key': 'nested' };
    const first = await write('POST', '/api/users/2/pictures', PICTURE, key);
    const second = await write('POST', '/api/users/2/pictures', PICTURE, key);
    expect(await second.text()).toBe(await first.text());
    const other = await write('POST', '/api/users/3/pictures', PICTURE, key);
    expect(other.status).toBe(422);
  });

  it('accepts a form', async () => {
    const response = await write('POST', '/api/users/2/pictures', 'title=t&source=s&alt=', FORM);
    expect(await response.json()).toMatchObject({ title: 't', alt: '', userId: 2 });
  });
});
