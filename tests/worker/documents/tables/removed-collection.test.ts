import { describe, expect, it } from 'vitest';
import { useWorkerWithCollections } from '../../../support/worker/project-copy.ts';
import { call, write } from '../../../support/worker/worker.ts';

const worker = useWorkerWithCollections((source) => source.replace(/^ {2}users: \{\n.*?^ {2}\},\n/ms, ''));

const PICTURE = { title: 'New', source: '/new.jpg', alt: '' };

describe('without the collection users in src/collections.ts', () => {
  it.each(['/api/0.json', '/api/users', '/api/users/0', '/api/users/0/pictures'])(
    'the response to %s is 404 as application/problem+json',
    async (path) => {
      const response = await call(path, {}, worker);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ status: 404, code: expect.stringMatching(/^no/) });
    },
  );

  it.each([
    '/',
    '/hello',
    '/method.json',
    '/built-with.json',
    '/health.json',
    '/schemas/pictures.json',
    '/api/pictures',
    '/api/pictures?userId=0',
    '/api/pictures/1',
    '/image/w=9/pictures/orbit.jpg',
  ])('the response to %s is 200', async (path) => {
    expect((await call(path, {}, worker)).status).toBe(200);
  });

  it('the other collections are writable and relations to users are refused', async () => {
    const created = await write('POST', '/api/pictures', PICTURE, {}, worker);
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: number };
    const changed = await write('PATCH', `/api/pictures/${id}`, { alt: 'x' }, {}, worker);
    expect(await changed.json()).toEqual({ id, ...PICTURE, alt: 'x' });
    expect((await write('DELETE', `/api/pictures/${id}`, undefined, {}, worker)).status).toBe(200);
    expect((await call('/api/pictures?_expand=user', {}, worker)).status).toBe(400);
  });
});
