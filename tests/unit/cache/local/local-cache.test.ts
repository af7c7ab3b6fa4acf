import { beforeEach, describe, expect, it } from 'vitest';
import { LocalCache } from '../../../../src/lib/cache/local/local-cache.ts';

const EDGE = 'public, max-age=60, stale-while-revalidate=600, stale-if-error=3600';

let now = 0;
let cache: LocalCache;
let forwarded: Request[] = [];
let background: Promise<unknown>[] = [];
let origin: (request: Request) => Response | Promise<Response>;

beforeEach(() => {
  now = Date.parse('2026-01-01');
  cache = new LocalCache({ now: () => now, maxBytes: 1024 * 1024 });
  forwarded = [];
  background = [];
  origin = () => respond('one');
});

function respond(body: string | null, headers: Record<string, string> = {}, status = 200): Response {
  return new Response(body, {
    status,
    headers: { 'cloudflare-cdn-cache-control': EDGE, 'cache-tag': 'users/2,users', ...headers },
  });
}

interface Result {
  cache: string | null;
  status: number;
  headers: Headers;
  body: string;
}

async function get(path: string, init: RequestInit = {}): Promise<Result> {
  const response = await cache.serve(
    new Request(`https://perigee.example${path}`, init),
    async (request) => {
      forwarded.push(request);
      return origin(request);
    },
    (promise) => void background.push(Promise.allSettled([promise])),
  );
  const { status, headers } = response;
  return { cache: headers.get('cf-cache-status'), status, headers, body: await response.text() };
}

/** Waits until everything given to `waitUntil` has ended. */
async function settle(): Promise<void> {
  while (background.length > 0) await Promise.all(background.splice(0));
}

async function statuses(...paths: string[]): Promise<(string | null)[]> {
  const results = [];
  for (const path of paths) {
    results.push((await get(path)).cache);
    await settle();
  }
  return results;
}

describe('a stored response', () => {
  it('is served with its Age until its age reaches max-age', async () => {
    expect(await statuses('/a', '/a')).toEqual(['MISS', 'HIT']);
    now += 59_999;
    const late = await get('/a');
    expect([late.cache, late.headers.get('age'), late.body]).toEqual(['HIT', '59', 'one']);
    expect(forwarded).toHaveLength(1);
  });

  it('is served without Cache-Tag and Cloudflare-CDN-Cache-Control', async () => {
    for (const _ of [1, 2]) {
      const { headers } = await get('/a');
      expect(headers.has('cache-tag')).toBe(false);
      expect(headers.has('cloudflare-cdn-cache-control')).toBe(false);
    }
  });

  it('is keyed by the path and the query as sent, not by host, cookie or token', async () => {
    expect(
      await statuses('/a?x=1&y=2', '/a?y=2&x=1', '/a?x=1&y=2&utm_source=z', '/a/', '/a?x=1&y=2'),
    ).toEqual(['MISS', 'MISS', 'MISS', 'MISS', 'HIT']);
    const elsewhere = new Request('https://other.example/a?x=1&y=2', {
      headers: { cookie: 'a=1', authorization: 'Bearer x' },
    });
    const response = await cache.serve(
      elsewhere,
      async () => respond('two'),
      () => undefined,
    );
    expect(response.headers.get('cf-cache-status')).toBe('HIT');
  });

  it.each(['x-forwarded-host', 'x-original-url', 'x-rewrite-url', 'x-http-method-override', 'forwarded'])(
    'of a request with %s is not served to requests without that header',
    async (name) => {
      await get('/a', { headers: { [name]: 'evil.example' } });
      await settle();
      expect((await get('/a')).cache).toBe('MISS');
      await settle();
      expect((await get('/a', { headers: { [name]: 'evil.example' } })).cache).toBe('HIT');
    },
  );

  it('is one variant of several when the response has Vary', async () => {
    origin = (request) => respond(request.headers.get('accept'), { vary: 'Accept' });
    const read = async (accept: string) => {
      const { cache: status, body } = await get('/a', { headers: { accept } });
      await settle();
      return [status, body];
    };
    expect(await read('image/webp')).toEqual(['MISS', 'image/webp']);
    expect(await read('image/avif')).toEqual(['MISS', 'image/avif']);
    expect(await read('image/webp')).toEqual(['HIT', 'image/webp']);
    expect(await read('image/avif')).toEqual(['HIT', 'image/avif']);
  });

  it('is evicted when the memory is full, the least recently used first', async () => {
    origin = () => respond('x'.repeat(200_000));
    await statuses('/1', '/2', '/3', '/4', '/5', '/1', '/6');
    expect(await statuses('/1', '/2')).toEqual(['HIT', 'MISS']);
    origin = () => respond('x'.repeat(300_000));
    expect(await statuses('/large', '/large')).toEqual(['MISS', 'MISS']);
  });
});

describe('the memory limit', () => {
  it('counts the URLs of the stored responses', async () => {
    const paths = Array.from({ length: 8 }, (_, i) => `/${i}?${'x'.repeat(100_000)}`);
    await statuses(...paths);
    expect(await statuses(...paths.toReversed())).toEqual([
      ...Array(5).fill('HIT'),
      ...Array(3).fill('MISS'),
    ]);
  });

  it('counts the response headers', async () => {
    origin = () => respond('one', { link: 'x'.repeat(50_000) });
    await statuses('/1', '/2', '/3', '/4', '/5', '/6');
    expect(await statuses('/6', '/1')).toEqual(['HIT', 'MISS']);
  });

  it('allows at most 32 variants per URL, and removes the oldest first', async () => {
    origin = () => respond('one', { vary: 'accept' });
    const read = async (accept: string) => {
      const { cache: status } = await get('/a', { headers: { accept } });
      await settle();
      return status;
    };
    for (let i = 0; i < 33; i++) await read(`a/${i}`);
    expect([await read('a/1'), await read('a/32'), await read('a/0')]).toEqual(['HIT', 'HIT', 'MISS']);
  });

  it('removes the oldest variants of a URL whose variants exceed it', async () => {
    origin = () => respond('x'.repeat(200_000), { vary: 'accept' });
    for (const accept of ['a/0', 'a/1', 'a/2', 'a/3', 'a/4', 'a/5']) {
      await get('/a', { headers: { accept } });
      await settle();
    }
    expect((await get('/a', { headers: { accept: 'a/5' } })).cache).toBe('HIT');
    expect((await get('/a', { headers: { accept: 'a/0' } })).cache).toBe('MISS');
  });
});

describe('a response is not stored', () => {
  it.each([
    ['no-store', { 'cloudflare-cdn-cache-control': 'no-store', 'cache-control': 'public, max-age=9' }],
    ['private', { 'cloudflare-cdn-cache-control': 'private, max-age=9' }],
    ['Set-Cookie', { 'set-cookie': 'a=1' }],
    ['Vary: *', { vary: '*' }],
  ])('with %s', async (_, headers) => {
    origin = () => respond('one', headers as Record<string, string>);
    expect(await statuses('/a', '/a')).toEqual(['BYPASS', 'BYPASS']);
  });

  it('without any caching header', async () => {
    origin = () => new Response('one');
    expect(await statuses('/a', '/a')).toEqual(['BYPASS', 'BYPASS']);
  });

  it('when the request has Authorization and the response is not public', async () => {
    origin = () => respond('one', { 'cloudflare-cdn-cache-control': 'max-age=60' });
    expect((await get('/a', { headers: { authorization: 'Bearer x' } })).cache).toBe('BYPASS');
    expect(await statuses('/a')).toEqual(['MISS']);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('when the method is %s', async (method) => {
    await get('/a');
    await settle();
    expect((await get('/a', { method })).cache).toBe('BYPASS');
    expect(forwarded.at(-1)?.method).toBe(method);
  });
});

describe('a conditional or partial request', () => {
  it.each(['"v1"', 'W/"v1"', '"v0", "v1"', '*'])(
    'with If-None-Match: %s gets a 304 from a hit',
    async (value) => {
      origin = () => respond('one', { etag: '"v1"' });
      await statuses('/a');
      const response = await get('/a', { headers: { 'if-none-match': value } });
      expect([response.status, response.cache, response.body]).toEqual([304, 'HIT', '']);
      expect(response.headers.get('etag')).toBe('"v1"');
      expect(forwarded).toHaveLength(1);
    },
  );

  it('gets the whole response when its entity tag differs', async () => {
    origin = () => respond('one', { etag: '"v1"' });
    await statuses('/a');
    const response = await get('/a', { headers: { 'if-none-match': '"v1-"' } });
    expect([response.status, response.body]).toEqual([200, 'one']);
  });

  it('with If-Modified-Since gets a 304 from a hit that is not newer, unless If-None-Match differs', async () => {
    origin = () => respond('one', { etag: '"v1"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' });
    await statuses('/a');
    const since = { 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' };
    expect((await get('/a', { headers: since })).status).toBe(304);
    expect((await get('/a', { headers: { ...since, 'if-none-match': '"v0"' } })).status).toBe(200);
  });

  it.each(['HIT', 'MISS', 'BYPASS'])(
    'with more than 50 entity tags in If-None-Match matches nothing on a %s',
    async (cacheStatus) => {
      const headers = { 'if-none-match': Array.from({ length: 51 }, (_, i) => `"v${i}"`).join(', ') };
      origin = () =>
        respond('one', {
          etag: '"v1"',
          ...(cacheStatus === 'BYPASS' && { 'cloudflare-cdn-cache-control': 'no-store' }),
        });
      if (cacheStatus === 'HIT') await statuses('/a');
      expect(await get('/a', { headers })).toMatchObject({ status: 200, cache: cacheStatus, body: 'one' });
    },
  );

  it('fills the cache with the whole response', async () => {
    origin = () => respond('one', { etag: '"v1"' });
    const first = await get('/a', { headers: { 'if-none-match': '"v1"', range: 'bytes=0-0' } });
    expect([first.status, first.cache]).toEqual([304, 'MISS']);
    expect(forwarded[0]?.headers.has('if-none-match')).toBe(false);
    expect(forwarded[0]?.headers.has('range')).toBe(false);
    await settle();
    expect(await get('/a')).toMatchObject({ cache: 'HIT', body: 'one' });
  });

  it('with the method HEAD fills the cache as GET does, and is served from it', async () => {
    const cold = await get('/a', { method: 'HEAD' });
    expect([cold.cache, cold.body, forwarded[0]?.method]).toEqual(['MISS', '', 'GET']);
    await settle();
    expect(await get('/a')).toMatchObject({ cache: 'HIT', body: 'one' });
    expect(await get('/a', { method: 'HEAD' })).toMatchObject({ cache: 'HIT', body: '' });
  });
});

describe('a stale response', () => {
  it('is served during stale-while-revalidate and revalidated once in the background', async () => {
    await statuses('/a');
    now += 61_000;
    origin = () => respond('two');
    expect(await Promise.all([get('/a'), get('/a')])).toMatchObject([
      { cache: 'UPDATING', body: 'one' },
      { cache: 'UPDATING', body: 'one' },
    ]);
    await settle();
    expect(await get('/a')).toMatchObject({ cache: 'HIT', body: 'two' });
    expect(forwarded).toHaveLength(2);
  });

  it('is replaced before it is served once stale-while-revalidate is over', async () => {
    await statuses('/a');
    now += 661_000;
    origin = () => respond('two');
    expect(await get('/a')).toMatchObject({ cache: 'EXPIRED', body: 'two' });
  });

  it('is fresh again when the Worker responds 304', async () => {
    origin = () => respond('one', { etag: '"v1"' });
    await statuses('/a');
    now += 661_000;
    origin = (request) =>
      respond(null, { etag: '"v1"' }, request.headers.get('if-none-match') === '"v1"' ? 304 : 500);
    expect(await get('/a')).toMatchObject({ cache: 'REVALIDATED', body: 'one', status: 200 });
    expect((await get('/a')).headers.get('age')).toBe('0');
  });

  it.each([
    ['responds 5xx', () => respond('broken', {}, 503)],
    ['throws', () => Promise.reject(new Error('broken'))],
  ])('is served while the Worker %s, for as long as stale-if-error allows', async (_, broken) => {
    await statuses('/a');
    now += 661_000;
    origin = broken;
    expect(await get('/a')).toMatchObject({ cache: 'STALE', body: 'one', status: 200 });
    now += 3_600_000;
    const outcome = await get('/a').catch((error: Error) => error);
    expect(outcome instanceof Error ? outcome.message : outcome.body).toBe('broken');
  });
});

it('a request with CF-Ray bypasses the local cache and keeps all response headers', async () => {
  await statuses('/a');
  const { cache: status, headers } = await get('/a', { headers: { 'cf-ray': '8f1-AMS' } });
  expect([status, headers.get('cloudflare-cdn-cache-control')]).toEqual([null, EDGE]);
  expect(forwarded).toHaveLength(2);
});

describe('concurrent requests for one key', () => {
  it('are collapsed into one forwarded request', async () => {
    const all = await Promise.all([get('/a'), get('/a'), get('/a')]);
    expect(all.map((response) => response.cache)).toEqual(['MISS', 'HIT', 'HIT']);
    expect(all.map((response) => response.body)).toEqual(['one', 'one', 'one']);
    expect(forwarded).toHaveLength(1);
  });

  it('are all forwarded when the response is not storable, varies, or fails', async () => {
    origin = () => respond('one', { 'cloudflare-cdn-cache-control': 'no-store' });
    await Promise.all([get('/a'), get('/a'), get('/a')]);
    expect(forwarded).toHaveLength(3);
    origin = (request) => respond(request.headers.get('accept'), { vary: 'accept' });
    const accepts = ['a/1', 'a/2', 'a/3'].map((accept) => get('/b', { headers: { accept } }));
    expect((await Promise.all(accepts)).map(({ body }) => body)).toEqual(['a/1', 'a/2', 'a/3']);
    let failures = 0;
    origin = () => (failures++ === 0 ? Promise.reject(new Error('first')) : respond('one'));
    const [first, second] = await Promise.allSettled([get('/c'), get('/c')]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
  });
});

describe('a purge', () => {
  it('removes the responses with the tag in any case, and no others', async () => {
    await statuses('/a');
    origin = () => respond('other', { 'cache-tag': 'users/22' });
    await statuses('/b');
    await cache.purge(['Users/2']);
    expect(await statuses('/a', '/b')).toEqual(['MISS', 'HIT']);
  });

  it('removes every variant of a resource', async () => {
    origin = (request) =>
      respond('one', { vary: 'accept', 'cache-tag': request.headers.get('accept') ?? 'none' });
    await get('/a', { headers: { accept: 'a/1' } });
    await get('/a', { headers: { accept: 'a/2' } });
    await settle();
    await cache.purge(['a/1']);
    expect((await get('/a', { headers: { accept: 'a/2' } })).cache).toBe('MISS');
  });

  it('during a miss keeps the older response from being stored or shared with later requests', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<Response>();
    origin = () => held;
    const early = get('/a');
    await Promise.resolve();
    await cache.purge(['users/2']);
    origin = () => respond('new');
    expect(await get('/a')).toMatchObject({ cache: 'MISS', body: 'new' });
    release(respond('old'));
    expect((await early).body).toBe('old');
    await settle();
    expect(await get('/a')).toMatchObject({ cache: 'HIT', body: 'new' });
  });

  it('during a background revalidation keeps the older response from being stored', async () => {
    await statuses('/a');
    now += 61_000;
    const { promise: held, resolve: release } = Promise.withResolvers<Response>();
    origin = () => held;
    await get('/a');
    await cache.purge(['users']);
    release(respond('old'));
    await settle();
    origin = () => respond('new');
    expect(await get('/a')).toMatchObject({ cache: 'MISS', body: 'new' });
  });

  it('removes the stale response that stale-if-error would serve', async () => {
    await statuses('/a');
    await cache.purge(['users/2']);
    origin = () => respond('broken', {}, 503);
    expect((await get('/a')).body).toBe('broken');
  });
});
