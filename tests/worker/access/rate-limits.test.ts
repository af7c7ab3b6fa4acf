import { describe, expect, it } from 'vitest';
import { useWorkerWithBindings } from '../../support/worker/project-copy.ts';
import { newClient, newNetwork, withinOnePeriod } from '../../support/worker/rate-limits.ts';
import { call, TOKEN } from '../../support/worker/worker.ts';

const LIMITS = { CLIENT_MISSES: 8, TOKEN_WRITES: 5, CLIENT_FAILED_LOGINS: 3 };

const worker = useWorkerWithBindings(withLimits, { vars: { RATE_LIMITS: 'on' } });

/** Sets `limit` of each of these limits in the text of `wrangler.toml`. */
function withLimits(toml: string): string {
  return Object.entries(LIMITS).reduce(
    (text, [name, limit]) =>
      text.replace(new RegExp(`(name = "${name}"\n.*\nsimple = { limit = )\\d+`), `$1${limit}`),
    toml,
  );
}

interface Sent {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Sends a request of a client and returns its response, whose body can be read again. */
async function send(client: string, { path, headers, ...init }: Sent): Promise<Response> {
  const response = await call(path, { ...init, headers: { ...headers, 'cf-connecting-ip': client } }, worker);
  return new Response([204, 304].includes(response.status) ? null : await response.arrayBuffer(), response);
}

/** The statuses of requests that one new client sends within a period. */
function statusesOf(...requests: Sent[]): Promise<number[]> {
  return withinOnePeriod(async () => {
    const client = newClient();
    const statuses = [];
    for (const request of requests) statuses.push((await send(client, request)).status);
    return statuses;
  });
}

const times = <Item>(count: number, item: Item): Item[] => Array<Item>(count).fill(item);

const HELLO = { path: '/hello' };
const authorized = (token = TOKEN) => ({ authorization: `Bearer ${token}` });
const PATCH = {
  path: '/api/users/1',
  method: 'PATCH',
  headers: { ...authorized(), 'content-type': 'application/json' },
  body: '{}',
};
const WRONG = { ...PATCH, headers: { ...PATCH.headers, ...authorized('a-wrong-token') } };

describe('requests that miss the cache', () => {
  it('are limited per client', async () => {
    expect(await statusesOf(...times(10, HELLO))).toEqual([...times(8, 200), 429, 429]);
  });

  it('beyond the limit are 429 with the limit in detail, which no cache stores', async () => {
    const response = await withinOnePeriod(async () => {
      const client = newClient();
      for (const request of times(8, HELLO)) await send(client, request);
      return send(client, { path: '/api/users/2', headers: { 'x-request-id': 'refused' } });
    });
    expect(response.status).toBe(429);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'retry-after': '60',
      'cache-control': 'no-store',
      'cf-cache-status': 'BYPASS',
      'content-type': 'application/problem+json',
      'access-control-allow-origin': '*',
      'x-request-id': 'refused',
    });
    // The database was not queried.
    expect(response.headers.has('server-timing')).toBe(false);
    expect(await response.json()).toMatchObject({
      code: 'rate-limited',
      status: 429,
      detail: 'One client may send 8 requests that miss the cache in 60 s; try again after 60 s.',
      instance: '/api/users/2',
    });
  });

  it.each<[what: string, request: Sent]>([
    ['HEAD', { path: '/hello', method: 'HEAD' }],
    ['OPTIONS', { path: '/hello', method: 'OPTIONS' }],
    [
      'a preflight',
      {
        path: '/api/users',
        method: 'OPTIONS',
        headers: { origin: 'https://a.example', 'access-control-request-method': 'POST' },
      },
    ],
    ['a page', { path: '/data/users' }],
    ['a page that does not exist', { path: '/nope', headers: { accept: 'text/html' } }],
    ['a route that does not exist', { path: '/nope.json' }],
    ['a malformed path', { path: '/api/users/%E0%A4%A' }],
    ['/health.json', { path: '/health.json' }],
    ['an unsupported method', { path: '/hello', method: 'DELETE' }],
    ['a method that is no write', { path: '/method.json', method: 'PUT' }],
    ['an image', { path: '/image/width=64,format=png/pictures/orbit.jpg' }],
    [
      'format=json, which calls the Renderer more than once',
      { path: '/image/w=32,format=json/pictures/orbit.jpg' },
    ],
  ])('include %s, which is counted once', async (_, request) => {
    const statuses = await statusesOf(...times(7, HELLO), request, HELLO);
    expect(statuses[7]).not.toBe(429);
    expect(statuses[8]).toBe(429);
  });

  it('do not include hits of the cache or static files', async () => {
    await send(newClient(), { path: '/api/users/2' });
    const hits = times(20, { path: '/api/users/2' });
    const assets = ['/built-with.json', '/'].flatMap((path) => times(5, { path }));
    const statuses = await statusesOf(...hits, ...assets, ...times(9, HELLO), ...hits, ...assets);
    expect(statuses).toEqual([...times(38, 200), 429, ...times(30, 200)]);
  });

  it('are counted for the /64 of an IPv6 client', async () => {
    const statuses = await withinOnePeriod(async () => {
      const network = newNetwork();
      const same = times(8, 0).map((_, i) => `${network}:1::${i + 1}`);
      const found = [];
      for (const address of [...same, `${network}:1:f::`, `${network}:2::1`]) {
        found.push((await send(address, HELLO)).status);
      }
      return found;
    });
    expect(statuses).toEqual([...times(8, 200), 429, 200]);
  });

  it('beyond the limit write nothing and render no page', async () => {
    const post = { ...PATCH, path: '/api/users', method: 'POST', body: '{"name":"Nobody"}' };
    expect(
      await statusesOf(...times(8, HELLO), post, { path: '/nope', headers: { accept: 'text/html' } }),
    ).toEqual([...times(8, 200), 429, 429]);
    const list = await send(newClient(), { path: '/api/users?name=Nobody' });
    expect(await list.json()).toEqual([]);
  });
});

describe('writes', () => {
  it('are limited per token, whatever the address, whether they succeed or not; reads are not', async () => {
    const bad = { ...PATCH, body: '{"name":0}' };
    const bulk = { ...PATCH, path: '/api/users?id=1&id=2&id=3' };
    const read = { path: '/api/users?_limit=1', headers: authorized() };
    const responses = await withinOnePeriod(async () => {
      const sent = [];
      for (const request of [PATCH, bad, bulk, read, PATCH, PATCH, PATCH, read]) {
        sent.push(await send(newClient(), request));
      }
      return sent;
    });
    expect(responses.map(({ status }) => status)).toEqual([200, 422, 200, 200, 200, 200, 429, 200]);
    expect(responses[6]?.headers.get('retry-after')).toBe('60');
    expect(await responses[6]?.json()).toMatchObject({
      code: 'rate-limited',
      detail: 'One token may send 5 writes in 60 s; try again after 60 s.',
    });
  });
});

describe('invalid tokens', () => {
  it('are limited per client, while a valid token of the same client passes', async () => {
    const post = { path: '/api/users/1', method: 'DELETE' };
    const read = { path: '/api/users?_limit=1', headers: authorized() };
    const statuses = await statusesOf(...times(5, WRONG), post, read);
    expect(statuses).toEqual([401, 401, 401, 429, 429, 401, 200]);
    expect(await statusesOf(WRONG)).toEqual([401]);
  });

  it.each([
    ['of a list', '/api/users?_limit=1'],
    ['of a document', '/api/users/0'],
    ['of a document that does not exist', '/api/users/none'],
    ['of a collection that does not exist', '/api/none'],
    ['of a nested list', '/api/users/0/pictures'],
    ['of the names of collections', '/api'],
    ['of the route of the tutorial', '/api/0.json'],
  ])('count once in a read %s, whether everyone may read it or not', async (_, path) => {
    let sent = 0;
    // A URL of its own, because a hit of the cache does not run the Worker.
    const read = (headers: Record<string, string>) => {
      sent += 1;
      return { path: `${path}${path.includes('?') ? '&' : '?'}_=${sent}`, headers };
    };
    const wrong = () => ['a-wrong-token', `pgee_${'a'.repeat(43)}`, 'pgee_short'].map(authorized).map(read);
    const right = [read({}), read(authorized())];
    const [, known] = await statusesOf(...right);
    const statuses = await statusesOf(...wrong(), ...wrong(), read(authorized()), read({}));
    expect(statuses.slice(0, 3)).not.toContain(429);
    expect(statuses.slice(3)).toEqual([429, 429, 429, known, known]);
  });

  it('beyond the limit are 429 with the limit in detail', async () => {
    const response = await withinOnePeriod(async () => {
      const client = newClient();
      for (const request of times(3, WRONG)) await send(client, request);
      return send(client, WRONG);
    });
    expect(response.headers.get('retry-after')).toBe('60');
    expect(await response.json()).toMatchObject({
      code: 'rate-limited',
      detail: 'One client may send 3 invalid tokens in 60 s; try again after 60 s.',
    });
  });
});
