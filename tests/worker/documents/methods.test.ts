import { beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../support/worker/documents.ts';
import { call, TOKEN, write } from '../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

describe('the methods of the documents API', () => {
  it.each([
    ['/api/users', 'GET, HEAD, POST, PATCH, DELETE, OPTIONS', ['PUT', 'PURGE']],
    ['/api/users/1', 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS', ['POST', 'PURGE']],
    ['/api/users/changes', 'GET, HEAD, OPTIONS', ['POST', 'PUT', 'PATCH', 'DELETE']],
    ['/api/users/1/pictures', 'GET, HEAD, POST, OPTIONS', ['PUT', 'PATCH', 'DELETE']],
  ])('%s allows %s and responds 405 to %j', async (path, allow, others) => {
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

  it.each([
    ['no token', {}, /^Bearer realm="perigee"$/],
    ['another token', { authorization: 'Bearer other' }, /invalid_token/],
    [
      'a wrong token of equal length',
      { authorization: `Bearer ${'x'.repeat(TOKEN.length)}` },
      /invalid_token/,
    ],
    ['another scheme', { authorization: `Basic ${TOKEN}` }, /Bearer/],
  ])(
    'the responses to POST, PUT, PATCH and DELETE with %s are 401, and nothing is stored',
    async (_, headers, challenge) => {
      for (const [method, path] of [
        ['POST', '/api/users'],
        ['PUT', '/api/users/1'],
        ['PATCH', '/api/users/1'],
        ['DELETE', '/api/users/1'],
        ['PATCH', '/api/users?id=1'],
        ['DELETE', '/api/users?id=1'],
      ] as const) {
        const response = await call(path, {
          method,
          headers: { 'content-type': 'application/json', ...headers },
          body: '{"name":"x"}',
        });
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toMatch(challenge);
      }
      expect(await (await call('/api/users')).json()).toHaveLength(4);
    },
  );
});
