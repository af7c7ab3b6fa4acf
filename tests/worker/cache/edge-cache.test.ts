import { describe, expect, it } from 'vitest';
import { useCachedWorker } from '../../support/worker/cached-worker.ts';
import { AUTHORIZED, call } from '../../support/worker/worker.ts';

const { server: cachedServer, cacheStatus, read } = useCachedWorker();

/** Returns how many requests for this path the Worker has logged. */
async function runsOf(path: string): Promise<number> {
  const entries = await cachedServer.logs();
  return entries.filter(({ message }) => message.includes(`"path":"${path}"`)).length;
}

describe('the local cache', () => {
  it('serves the second read without running the Worker', async () => {
    const miss = await read('/api/0.json');
    expect(miss.headers.get('cf-cache-status')).toBe('MISS');
    const hit = await read('/api/0.json');
    expect(hit.headers.get('cf-cache-status')).toBe('HIT');
    expect(hit.headers.get('age')).toMatch(/^\d+$/);
    expect(hit.headers.get('cache-control')).toBe('no-cache');
    expect(await hit.text()).toBe('{"name":"Sarah"}');
    expect(await runsOf('/api/0.json')).toBe(1);
  });

  it('stores the contract of clients without a credential, which no other client gets', async () => {
    expect(await cacheStatus('/openapi.json')).toBe('MISS');
    expect(await cacheStatus('/openapi.json')).toBe('HIT');
    for (const headers of [
      { authorization: AUTHORIZED.authorization },
      { authorization: 'Bearer wrong' },
      { 'cf-access-jwt-assertion': 'x' },
    ]) {
      expect(await cacheStatus('/openapi.json', { headers }), JSON.stringify(headers)).not.toBe('HIT');
    }
    expect(await cacheStatus('/openapi.json')).toBe('HIT');
  });

  it('stores the 404 of a missing document', async () => {
    expect(await cacheStatus('/api/77.json')).toBe('MISS');
    const hit = await read('/api/77.json');
    expect([hit.status, hit.headers.get('cf-cache-status')]).toEqual([404, 'HIT']);
  });

  it('runs the Worker once for simultaneous misses', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => cacheStatus('/api/1.json?together')));
    expect(all.toSorted()).toEqual([...Array(7).fill('HIT'), 'MISS']);
    expect(await runsOf('/api/1.json')).toBe(1);
  });

  it('serves a shared response even if the client that started the request has disconnected', async () => {
    const controller = new AbortController();
    const left = read('/api/3.json?left', { signal: controller.signal }).catch(() => undefined);
    controller.abort();
    const [, stayed] = await Promise.all([left, read('/api/3.json?left')]);
    expect(await stayed.text()).toBe('{"name":"Elian"}');
  });

  it.each(['/hello', '/method.json', '/health.json', '/data/users', '/nope', '/api/nope'])(
    'does not store %s',
    async (path) => {
      expect([await cacheStatus(path), await cacheStatus(path)]).toEqual(['BYPASS', 'BYPASS']);
    },
  );

  it('does not touch static files', async () => {
    const { headers } = await read('/built-with.json');
    expect(headers.get('age')).toBeNull();
    expect(headers.get('x-request-id')).toBeNull();
  });

  it('serves the same response with a token or a cookie', async () => {
    await cacheStatus('/api/2.json');
    const headers = { authorization: 'Bearer whoever', cookie: 'session=1' };
    expect(await cacheStatus('/api/2.json', { headers })).toBe('HIT');
    const first = await read('/api/2.json?first', { headers });
    expect(first.headers.get('cf-cache-status')).toBe('MISS');
    expect(first.headers.get('set-cookie')).toBeNull();
    const hit = await read('/api/2.json?first');
    expect([hit.headers.get('cf-cache-status'), await hit.text()]).toEqual(['HIT', '{"name":"Yan"}']);
  });
});

describe('a conditional read through the local cache', () => {
  it('gets a 304 from a stored response without running the Worker', async () => {
    const first = await read('/api/users/2');
    const etag = first.headers.get('etag') ?? '';
    for (const value of [etag, `W/${etag}`]) {
      const response = await read('/api/users/2', { headers: { 'if-none-match': value } });
      expect([response.status, response.headers.get('cf-cache-status')]).toEqual([304, 'HIT']);
      expect(response.headers.get('etag')).toBe(etag);
    }
    expect(await runsOf('/api/users/2')).toBe(1);
  });

  it('fills the cache for unconditional reads', async () => {
    const first = await read('/api/users/3', { headers: { 'if-none-match': '"another"' } });
    expect([first.status, first.headers.get('cf-cache-status')]).toEqual([200, 'MISS']);
    const second = await read('/api/users/3', { method: 'HEAD' });
    expect([second.status, second.headers.get('cf-cache-status')]).toEqual([200, 'HIT']);
  });
});

it('an If-None-Match of more than 50 entity tags matches nothing in the local cache', async () => {
  const etag = (await read('/api/users/1')).headers.get('etag') ?? '';
  const list = [...Array.from({ length: 50 }, (_, i) => `"${i}"`), etag].join(', ');
  const response = await read('/api/users/1', { headers: { 'if-none-match': list } });
  expect([response.status, response.headers.get('cf-cache-status')]).toEqual([200, 'HIT']);
});

describe('a poisoned request', () => {
  it.each([
    { 'x-forwarded-host': 'evil.example' },
    { 'x-original-url': '/api/1.json' },
    { 'x-rewrite-url': '/api/1.json' },
    { 'x-http-method-override': 'DELETE' },
    { 'x-forwarded-scheme': 'nothttps' },
    { forwarded: 'host=evil.example' },
    { 'x-request-id': 'planted' },
    { origin: 'https://evil.example' },
    { 'accept-language': 'evil' },
  ])('with %j does not change the response for the next reader', async (headers) => {
    const path = `/api/0.json?${Object.keys(headers)}`;
    const poisoned = await read(path, { headers: headers as Record<string, string> });
    expect(await poisoned.text()).toBe('{"name":"Sarah"}');
    const clean = await read(path);
    expect(await clean.text()).toBe('{"name":"Sarah"}');
    const seen = JSON.stringify([...clean.headers]);
    for (const value of Object.values(headers)) expect(seen).not.toContain(value);
  });

  it('to another Host shares a response that does not show the host', async () => {
    const poisoned = await read('http://evil.example/api/0.json?host');
    expect(poisoned.headers.get('cf-cache-status')).toBe('MISS');
    const clean = await read('/api/0.json?host');
    expect(clean.headers.get('cf-cache-status')).toBe('HIT');
    expect(JSON.stringify([...clean.headers])).not.toContain('evil');
  });

  it('to another Host or with another scheme gets its own links', async () => {
    const path = '/api/users?_page=2&_limit=1';
    const linkOf = async (url: string, headers = {}) =>
      (await read(url, { headers })).headers.get('link')?.split('>')[0];
    expect(await linkOf(`http://evil.example${path}`)).toMatch('<http://evil.example/api/users?');
    expect(await linkOf(`http://good.example${path}`)).toMatch('<http://good.example/api/users?');
    expect(await cacheStatus(`http://good.example${path}`)).toBe('HIT');
    expect(await cacheStatus(`http://good.example${path}`, { headers: { 'x-forwarded-proto': 'x' } })).toBe(
      'MISS',
    );
  });

  it('with another query is stored apart', async () => {
    expect(await cacheStatus('/api/0.json?a=1&b=2')).toBe('MISS');
    expect(await cacheStatus('/api/0.json?b=2&a=1')).toBe('MISS');
    expect(await cacheStatus('/api/0.json?a=1&b=2')).toBe('HIT');
  });

  it('with a method other than GET and HEAD is not served from the cache', async () => {
    await cacheStatus('/api/0.json?method');
    for (const method of ['POST', 'DELETE', 'OPTIONS']) {
      expect(await cacheStatus('/api/0.json?method', { method })).toBe('BYPASS');
    }
  });
});

it('a 304 has no header that depends on the type, so that it changes none of a stored response', async () => {
  const { headers } = await call('/api/users/1');
  const response = await call('/api/users/1', { headers: { 'if-none-match': headers.get('etag') ?? '' } });
  expect(response.status).toBe(304);
  for (const [name, value] of response.headers) {
    if (/^(content-|cross-|x-content|access-)/.test(name))
      expect([name, headers.get(name)]).toEqual([name, value]);
  }
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});
