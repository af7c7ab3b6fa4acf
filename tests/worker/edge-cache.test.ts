import { describe, expect, it } from 'vitest';
import { useCachedWorker } from '../support/cached-worker.ts';

const { server: cachedServer, cacheStatus, read } = useCachedWorker();

/** How often the Worker has run for this path. */
function runsOf(path: string): number {
  return cachedServer.getLogs().filter(({ message }) => String(message).includes(`"path":"${path}"`)).length;
}

describe('the stand-in for Workers Cache', () => {
  it('answers the second read without running the Worker', async () => {
    const miss = await read('/api/0.json');
    expect(miss.headers.get('cf-cache-status')).toBe('MISS');
    const hit = await read('/api/0.json');
    expect(hit.headers.get('cf-cache-status')).toBe('HIT');
    expect(hit.headers.get('age')).toMatch(/^\d+$/);
    expect(hit.headers.get('cache-control')).toBe('no-cache');
    expect(await hit.text()).toBe('{"name":"Sarah"}');
    expect(runsOf('/api/0.json')).toBe(1);
  });

  it('keeps a missing document too, for a moment', async () => {
    expect(await cacheStatus('/api/77.json')).toBe('MISS');
    const hit = await read('/api/77.json');
    expect([hit.status, hit.headers.get('cf-cache-status')]).toEqual([404, 'HIT']);
  });

  it('runs the Worker once for misses at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => cacheStatus('/api/1.json?together')));
    expect(all.toSorted()).toEqual([...Array(7).fill('HIT'), 'MISS']);
    expect(runsOf('/api/1.json')).toBe(1);
  });

  it('answers a read although the client that began it has left', async () => {
    const controller = new AbortController();
    const left = read('/api/3.json?left', { signal: controller.signal }).catch(() => undefined);
    controller.abort();
    const [, stayed] = await Promise.all([left, read('/api/3.json?left')]);
    expect(await stayed.text()).toBe('{"name":"Elian"}');
  });

  it.each(['/hello', '/method.json', '/health.json', '/', '/nope', '/api/nope'])(
    'keeps nothing of %s',
    async (path) => {
      expect([await cacheStatus(path), await cacheStatus(path)]).toEqual(['BYPASS', 'BYPASS']);
    },
  );

  it('leaves static files alone', async () => {
    const { headers } = await read('/built-with.json');
    expect(headers.get('age')).toBeNull();
    expect(headers.get('x-request-id')).toBeNull();
  });

  it('gives the same answer with a token or a cookie', async () => {
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

describe('a conditional read', () => {
  it('of what is stored is answered 304 without a query', async () => {
    const first = await read('/api/users/2');
    const etag = first.headers.get('etag') ?? '';
    for (const value of [etag, `W/${etag}`]) {
      const response = await read('/api/users/2', { headers: { 'if-none-match': value } });
      expect([response.status, response.headers.get('cf-cache-status')]).toEqual([304, 'HIT']);
      expect(response.headers.get('etag')).toBe(etag);
    }
    expect(runsOf('/api/users/2')).toBe(1);
  });

  it('fills the cache for those who ask without condition', async () => {
    const first = await read('/api/users/3', { headers: { 'if-none-match': '"another"' } });
    expect([first.status, first.headers.get('cf-cache-status')]).toEqual([200, 'MISS']);
    const second = await read('/api/users/3', { method: 'HEAD' });
    expect([second.status, second.headers.get('cf-cache-status')]).toEqual([200, 'HIT']);
  });
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
  ])('with %j leaves nothing for the next reader', async (headers) => {
    const path = `/api/0.json?${Object.keys(headers)}`;
    const poisoned = await read(path, { headers: headers as Record<string, string> });
    expect(await poisoned.text()).toBe('{"name":"Sarah"}');
    const clean = await read(path);
    expect(await clean.text()).toBe('{"name":"Sarah"}');
    const seen = JSON.stringify([...clean.headers]);
    for (const value of Object.values(headers)) expect(seen).not.toContain(value);
  });

  it('to another Host shares the answer, which does not show the host', async () => {
    const poisoned = await read('http://evil.example/api/0.json?host');
    expect(poisoned.headers.get('cf-cache-status')).toBe('MISS');
    const clean = await read('/api/0.json?host');
    expect(clean.headers.get('cf-cache-status')).toBe('HIT');
    expect(JSON.stringify([...clean.headers])).not.toContain('evil');
  });

  it('to another Host, or by another scheme, has links of its own', async () => {
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

  it('with another query has an answer of its own', async () => {
    expect(await cacheStatus('/api/0.json?a=1&b=2')).toBe('MISS');
    expect(await cacheStatus('/api/0.json?b=2&a=1')).toBe('MISS');
    expect(await cacheStatus('/api/0.json?a=1&b=2')).toBe('HIT');
  });

  it('with a method that is not a read is not answered from the cache', async () => {
    await cacheStatus('/api/0.json?method');
    for (const method of ['POST', 'DELETE', 'OPTIONS']) {
      expect(await cacheStatus('/api/0.json?method', { method })).toBe('BYPASS');
    }
  });
});
