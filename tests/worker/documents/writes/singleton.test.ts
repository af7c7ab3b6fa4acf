import { expect, it } from 'vitest';
import { insertionsOf } from '../../../../src/lib/documents/tables/seed-statements.ts';
import { useWorkerWithCollections } from '../../../support/worker/project-copy.ts';
import { AUTHORIZED, call, write } from '../../../support/worker/worker.ts';

const ENTRIES = `
  profile: {
    schema: z.looseObject({ name: z.string(), userId: z.number().optional(), links: z.array(z.string()).optional() }),
    singleton: true,
  },
  motto: { schema: z.looseObject({ userId: z.number().optional() }), singleton: true },
  profiles: { schema: z.looseObject({ profileId: z.number().optional() }) },
  secret: { schema: z.strictObject({ key: z.string().min(3) }), singleton: true, access: 'private' },
});
`;

const worker = useWorkerWithCollections((source) => source.replace(/\}\);\s*$/, ENTRIES));

const PATH = '/api/profile';
const read = (path: string, headers: Record<string, string> = {}) => call(path, { headers }, worker);
const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  write(method, path, body, headers, worker);

it('a singleton is 404 until PUT creates it, then is replaced, merged and revalidated without an id', async () => {
  const missing = await read(PATH);
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({
    code: 'no-such-document',
    detail: 'profile has no document yet; PUT /api/profile creates it.',
  });
  expect((await send('PATCH', PATH, { name: 'Ada' })).status).toBe(404);
  expect((await send('PUT', PATH, { name: 'Ada' }, { 'if-match': '"1-1"' })).status).toBe(412);

  const created = await send('PUT', PATH, { name: 'Ada', city: 'London' });
  expect([created.status, await created.text()]).toEqual([201, '{"name":"Ada","city":"London"}']);
  expect(new URL(created.headers.get('location') ?? '').pathname).toBe(PATH);
  const first = await read(PATH);
  expect(await first.text()).toBe('{"name":"Ada","city":"London"}');
  const etag = first.headers.get('etag') ?? '';
  expect(created.headers.get('etag')).toBe(etag);
  expect((await read(PATH, { 'if-none-match': etag })).status).toBe(304);

  expect((await send('PUT', PATH, { name: 'x' }, { 'if-none-match': '*' })).status).toBe(412);
  const replaced = await send('PUT', PATH, { name: 'Grace', userId: 2 }, { 'if-match': etag });
  expect([replaced.status, await replaced.text()]).toEqual([200, '{"name":"Grace","userId":2}']);
  expect((await send('PUT', PATH, { name: 'x' }, { 'if-match': etag })).status).toBe(412);
  expect(await (await read(PATH)).json()).toEqual({ name: 'Grace', userId: 2 });

  const merged = await send('PATCH', PATH, { links: ['a'], nested: { a: 1 } });
  expect(await merged.json()).toEqual({ name: 'Grace', userId: 2, links: ['a'], nested: { a: 1 } });
  expect(await (await send('PATCH', PATH, { links: null, nested: null })).json()).toEqual({
    name: 'Grace',
    userId: 2,
  });
  expect(await (await read(PATH)).text()).toBe('{"name":"Grace","userId":2}');
  expect(await (await read(`${PATH}?_fields=name,id`)).text()).toBe('{"name":"Grace"}');
  expect(await (await read(`${PATH}?_expand=user`)).json()).toMatchObject({ user: { id: 2, name: 'Yan' } });
});

it('a singleton allows GET, HEAD, PUT and PATCH', async () => {
  const allow = 'GET, HEAD, PUT, PATCH, OPTIONS';
  for (const method of ['POST', 'DELETE', 'PURGE']) {
    const response = await send(method, PATH, { name: 'x' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
  }
  const options = await call(PATH, { method: 'OPTIONS' }, worker);
  expect([options.status, options.headers.get('allow')]).toEqual([204, allow]);
  expect((await call(PATH, { method: 'PUT', body: '{"name":"x"}' }, worker)).status).toBe(401);
  expect((await call(PATH, { method: 'HEAD' }, worker)).status).toBe(200);
});

it.each([
  ['GET', '/api/profile/1', undefined, 404, 'profile is one document, at /api/profile.'],
  ['GET', '/api/profile/changes', undefined, 404, 'profile is one document'],
  ['PUT', '/api/profile/1', { name: 'x' }, 404, 'profile is one document'],
  ['GET', '/api/profile/1/profiles', undefined, 404, 'profile is one document'],
  ['GET', '/api/users/1/profile', undefined, 404, 'is not related to users'],
  ['GET', '/api/profile?_page=1', undefined, 400, 'a single document allows only'],
  ['GET', '/api/profile?name=Ada', undefined, 400, 'a single document allows only'],
  ['GET', '/api/profile?_embed=profiles', undefined, 400, '_expand=user'],
  [
    'GET',
    '/api/users?_embed=motto',
    undefined,
    400,
    'allowed: _embed=users, _embed=pictures, _embed=profiles, _expand=user,',
  ],
  [
    'GET',
    '/api/users?_expand=motto',
    undefined,
    400,
    'allowed: _embed=users, _embed=pictures, _embed=profiles, _expand=user,',
  ],
  ['PUT', '/api/profile', { id: 1, name: 'x' }, 422, 'profile is one document, which has no id'],
  ['PATCH', '/api/profile', { id: 1 }, 422, 'profile is one document, which has no id'],
  ['PUT', '/api/profile', { name: 1 }, 422, '/name'],
  ['PUT', '/api/profile', [{ name: 'x' }], 422, 'object'],
] as const)('%s %s of %j is %d', async (method, path, body, status, detail) => {
  const response = method === 'GET' ? await read(path) : await send(method, path, body);
  const problem = (await response.json()) as { detail: string };
  expect([response.status, problem.detail]).toEqual([status, expect.stringContaining(detail)]);
});

it('a private singleton is an unknown collection without a token, and never stored', async () => {
  expect((await send('PUT', '/api/secret', { key: 'abc' })).status).toBe(201);
  for (const method of ['GET', 'PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS']) {
    const [hidden, unknown] = await Promise.all(
      ['/api/secret', '/api/nope'].map((path) => call(path, { method }, worker)),
    );
    expect([hidden?.status, hidden?.headers.get('allow')]).toEqual([
      unknown?.status,
      unknown?.headers.get('allow'),
    ]);
  }
  const response = await read('/api/secret', AUTHORIZED);
  expect(await response.json()).toEqual({ key: 'abc' });
  expect(response.headers.get('cache-control')).toBe('no-store');
  const refused = await send('PUT', '/api/secret', { key: 'abc', more: 1 });
  expect(((await refused.json()) as { detail: string }).detail).toContain('allowed: key');
});

it('the seed has the document of a singleton as an object', async () => {
  await worker.batch(insertionsOf({ motto: { text: 'ad astra' } }));
  expect(await (await read('/api/motto')).text()).toBe('{"text":"ad astra"}');
});

it('simultaneous first PUTs create one document', async () => {
  await worker.batch(['DELETE FROM profile']);
  const all = await Promise.all(['a', 'b', 'c', 'd'].map((name) => send('PUT', PATH, { name })));
  expect(all.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 201]);
  expect(await worker.batch(['SELECT count(*) AS documents FROM profile'])).toEqual([[{ documents: 1 }]]);
});
