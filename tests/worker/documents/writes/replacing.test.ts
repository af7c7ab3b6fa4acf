import { beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { call, write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

describe('PUT /api/{collection}/{id}', () => {
  it('replaces the whole document except its id', async () => {
    const response = await write('PUT', '/api/users/2', { id: 99, name: 'Y', more: true });
    expect(await response.json()).toEqual({ id: 2, name: 'Y', more: true });
    expect(await (await call('/api/users/2')).json()).toEqual({ id: 2, name: 'Y', more: true });
  });

  it('creates a document only with If-None-Match: *, and responds 412 when the id is taken', async () => {
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
