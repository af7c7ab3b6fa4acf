import { beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { call, write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

describe('Idempotency-Key', () => {
  it('200 concurrent POSTs with 20 keys store 20 documents', async () => {
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

  it('a repeated POST returns the first response even after the document has changed', async () => {
    const key = { 'idempotency-key': 'k1' };
    const first = await write('POST', '/api/users', { id: 50, name: 'first' }, key);
    await write('PUT', '/api/users/50', { name: 'changed' });
    const again = await write('POST', '/api/users', { id: 50, name: 'first' }, key);
    expect(await again.text()).toBe(await first.text());
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await (await call('/api/users/50')).json()).toMatchObject({ name: 'changed' });
  });

  it('a key that is reused with a different body is 422', async () => {
    const key = { 'idempotency-key': 'k3' };
    expect((await write('POST', '/api/users', { id: 52, name: 'first' }, key)).status).toBe(201);
    expect((await write('POST', '/api/users', { name: 'second' }, key)).status).toBe(422);
  });

  it('a POST that fails does not use up its key', async () => {
    const key = { 'idempotency-key': 'k2' };
    expect((await write('POST', '/api/users', { id: 1, name: 'x' }, key)).status).toBe(409);
    expect((await write('POST', '/api/users', { name: '' }, key)).status).toBe(422);
    expect((await write('POST', '/api/users', { id: 51, name: 'x' }, key)).status).toBe(201);
  });

  it('a key with a space is 400', async () => {
    const refused = await write('POST', '/api/users', { name: 'x' }, { 'idempotency-key': 'has space' });
    expect(refused.status).toBe(400);
  });
});
