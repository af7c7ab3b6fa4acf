import { beforeEach, describe, expect, it } from 'vitest';
import { useCachedWorker } from '../../support/worker/cached-worker.ts';
import { restoreFirstDocuments } from '../../support/worker/documents.ts';
import { call, write } from '../../support/worker/worker.ts';

const BOOKMARK = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/;
const cached = useCachedWorker();

beforeEach(restoreFirstDocuments);

describe('X-D1-Bookmark', () => {
  it.each([
    ['POST', '/api/users', { name: 'New' }],
    ['PUT', '/api/users/1', { name: 'New' }],
    ['PATCH', '/api/users/1', { name: 'Newer' }],
    ['DELETE', '/api/users/1', undefined],
  ])(
    'is on the response to a %s, which shows its own write when it is sent back',
    async (method, path, body) => {
      const written = await write(method, path, body);
      const bookmark = written.headers.get('x-d1-bookmark') ?? '';
      expect(bookmark).toMatch(BOOKMARK);
      const list = await call('/api/users', { headers: { 'x-d1-bookmark': bookmark } });
      expect(list.status).toBe(200);
      expect(list.headers.get('x-d1-bookmark')).toMatch(BOOKMARK);
    },
  );

  it('is not on a read without it, which other clients may get from the edge', async () => {
    const { headers } = await call('/api/users');
    expect(headers.has('x-d1-bookmark')).toBe(false);
    expect(headers.get('vary')).toContain('X-D1-Bookmark');
  });

  it('takes a read past the edge cache', async () => {
    const bookmark = `00000000-00000001-00000000-${'0'.repeat(32)}`;
    await cached.read('/api/users/1');
    expect((await cached.read('/api/users/1')).headers.get('cf-cache-status')).toBe('HIT');
    for (let i = 0; i < 2; i += 1) {
      const { headers } = await cached.read('/api/users/1', { headers: { 'x-d1-bookmark': bookmark } });
      expect(headers.get('cf-cache-status')).not.toBe('HIT');
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect((await cached.read('/api/users/1')).headers.get('cf-cache-status')).toBe('HIT');
  });

  it.each(['GET', 'DELETE'])('is 400 when a %s has one that D1 never wrote', async (method) => {
    const response = await write(method, '/api/users/1', undefined, { 'x-d1-bookmark': 'first-primary' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'bad-header' });
  });

  it('may be read by scripts of other origins', async () => {
    const { headers } = await write(
      'PATCH',
      '/api/users/1',
      { name: 'Newer' },
      { origin: 'https://a.example' },
    );
    expect(headers.get('access-control-expose-headers')).toBe('*');
  });
});
