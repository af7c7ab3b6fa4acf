import * as simpleRestModule from '@refinedev/simple-rest';
import * as raCore from 'ra-core';
import * as raJsonServer from 'ra-data-json-server';
import { beforeEach, describe, expect, it } from 'vitest';
import { clientCallOf } from '../../../src/explorer/request/client-call.ts';
import type { Draft } from '../../../src/explorer/request/draft.ts';
import { clear, seed } from '../../support/worker/documents.ts';
import { addressOfWorker, call, TOKEN, write } from '../../support/worker/worker.ts';

beforeEach(async () => {
  await clear('users');
  await clear('pictures');
  await seed(
    'users',
    ['Ada', 'Grace', 'Edsger', 'Barbara', 'Alan'].map((name, i) => ({ id: i + 1, name, age: 30 + i })),
  );
});

const MODULES: Readonly<Record<string, object>> = {
  'ra-core': raCore,
  'ra-data-json-server': raJsonServer,
  '@refinedev/simple-rest': simpleRestModule,
};

/** Runs the code that the console shows, with the packages that it imports, and returns its `data`. */
async function run(code: string): Promise<unknown> {
  const imports = code.replace(
    /^import (?:(\w+)(?:, )?)?(\{.*\})? ?from '(.+)';$/gm,
    (_, standard, named, name) =>
      [
        standard ? `const ${standard} = modules['${name}'].default;` : '',
        named ? `const ${named} = modules['${name}'];` : '',
      ].join(' '),
  );
  const body = new Function('modules', 'process', `return (async () => { ${imports}\nreturn data; })()`);
  return body(MODULES, { env: { PERIGEE_TOKEN: TOKEN } });
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('the call of a client of json-server has the same result as the request', () => {
  it.each([
    '/api/users',
    '/api/users?_page=2&_limit=2',
    '/api/users?_start=2&_end=4&_sort=name&_order=desc',
    '/api/users?_sort=-age,name&_per_page=3&_page=1',
    '/api/users?name=Ada&name=Grace',
    '/api/users?age_gte=32&q=a&_limit=2',
    '/api/users?_sort=age&_fields=id,name',
    '/api/users/3',
  ])('GET %s', async (path) => {
    const shown = clientCallOf({ method: 'GET', path }, addressOfWorker(), false);
    expect(shown?.client).toBe('react-admin');
    const body = (await (await call(path)).json()) as { data?: unknown };
    expect(await run(shown?.code ?? '')).toEqual(path.includes('_per_page') ? body.data : body);
  });

  it.each<[Draft, string, unknown]>([
    [
      { method: 'POST', path: '/api/users', body: '{"id":9,"name":"it\'s"}' },
      'react-admin',
      { id: 9, name: "it's" },
    ],
    [
      { method: 'PUT', path: '/api/users/1', body: '{\n  "name": "Ada"\n}' },
      'react-admin',
      { id: 1, name: 'Ada' },
    ],
    [
      { method: 'PATCH', path: '/api/users/1', body: '{"age":99}' },
      'Refine',
      { id: 1, name: 'Ada', age: 99 },
    ],
  ])('%j', async (draft, client, stored) => {
    const shown = clientCallOf({ ...draft, headers: JSON_TYPE }, addressOfWorker(), true);
    expect(shown?.client).toBe(client);
    expect(shown?.code).not.toContain(TOKEN);
    expect(await run(shown?.code ?? '')).toEqual(stored);
  });

  it('DELETE', async () => {
    const shown = clientCallOf({ method: 'DELETE', path: '/api/users/2' }, addressOfWorker(), true);
    expect(await run(shown?.code ?? '')).toMatchObject({ id: 2 });
    expect((await write('GET', '/api/users/2')).status).toBe(404);
  });
});

it.each<Draft>([
  { method: 'GET', path: '/hello' },
  { method: 'GET', path: '/api/users/changes?_since=1' },
  { method: 'GET', path: '/api/users/1/pictures?_limit=1' },
  { method: 'GET', path: '/api/users?_start=1&_end=3' },
  { method: 'GET', path: '/api/users?_total=none' },
  { method: 'GET', path: '/api/users', headers: { 'If-None-Match': '"1"' } },
  { method: 'POST', path: '/api/users', headers: JSON_TYPE, body: '[{"name":"a"}]' },
  { method: 'POST', path: '/api/users', headers: JSON_TYPE, body: '{' },
  { method: 'DELETE', path: '/api/users?id=1' },
  { method: 'OPTIONS', path: '/api/users' },
])('no call is shown for %j', (draft) => {
  expect(clientCallOf(draft, 'https://perigee.example', false)).toBeNull();
});
