import { beforeEach, describe, expect, it } from 'vitest';
import { StandIn } from '../../../../src/lib/cache/local/local-cache.ts';

const EDGE = 'public, max-age=60, stale-while-revalidate=600, stale-if-error=3600';

let now = 0;
let cache: StandIn;
let runs: Request[] = [];
let background: Promise<unknown>[] = [];
let origin: (request: Request) => Response | Promise<Response>;

beforeEach(() => {
  now = Date.parse('2026-01-01');
  cache = new StandIn({ now: () => now, maxBytes: 1024 * 1024 });
  runs = [];
  background = [];
  origin = () => answer('one');
});

function answer(body: string | null, headers: Record<string, string> = {}, status = 200): Response {
  return new Response(body, {
    status,
    headers: { 'cloudflare-cdn-cache-control': EDGE, 'cache-tag': 'users/2,users', ...headers },
  });
}

interface Seen {
  cache: string | null;
  status: number;
  headers: Headers;
  body: string;
}

async function get(path: string, init: RequestInit = {}): Promise<Seen> {
  const response = await cache.serve(
    new Request(`https://perigee.example${path}`, init),
    async (request) => {
      runs.push(request);
      return origin(request);
    },
    (promise) => void background.push(Promise.allSettled([promise])),
  );
  const { status, headers } = response;
  return { cache: headers.get('cf-cache-status'), status, headers, body: await response.text() };
}

/** Lets what `waitUntil` was given come to its end. */
async function settle(): Promise<void> {
  while (background.length > 0) await Promise.all(background.splice(0));
}

async function statuses(...paths: string[]): Promise<(string | null)[]> {
  const seen = [];
  for (const path of paths) {
    seen.push((await get(path)).cache);
    await settle();
  }
  return seen;
}

describe('a stored answer', () => {
  it('is used until its age reaches max-age, and says how old it is', async () => {
    expect(await statuses('/a', '/a')).toEqual(['MISS', 'HIT']);
    now += 59_999;
    const late = await get('/a');
    expect([late.cache, late.headers.get('age'), late.body]).toEqual(['HIT', '59', 'one']);
    expect(runs).toHaveLength(1);
  });

  it('keeps the headers that were meant for the cache to itself', async () => {
    for (const _ of [1, 2]) {
      const { headers } = await get('/a');
      expect(headers.has('cache-tag')).toBe(false);
      expect(headers.has('cloudflare-cdn-cache-control')).toBe(false);
    }
  });

  it('is found by path and query as they were sent, whatever the host, cookie or token', async () => {
    expect(
      await statuses('/a?x=1&y=2', '/a?y=2&x=1', '/a?x=1&y=2&utm_source=z', '/a/', '/a?x=1&y=2'),
    ).toEqual(['MISS', 'MISS', 'MISS', 'MISS', 'HIT']);
    const elsewhere = new Request('https://other.example/a?x=1&y=2', {
      headers: { cookie: 'a=1', authorization: 'Bearer x' },
    });
    const response = await cache.serve(
      elsewhere,
      async () => answer('two'),
      () => undefined,
    );
    expect(response.headers.get('cf-cache-status')).toBe('HIT');
  });

  it.each(['x-forwarded-host', 'x-original-url', 'x-rewrite-url', 'x-http-method-override', 'forwarded'])(
    'made for a request with %s is found by none without it',
    async (name) => {
      await get('/a', { headers: { [name]: 'evil.example' } });
      await settle();
      expect((await get('/a')).cache).toBe('MISS');
      await settle();
      expect((await get('/a', { headers: { [name]: 'evil.example' } })).cache).toBe('HIT');
    },
  );

  it('is one of several where the answer varies', async () => {
    origin = (request) => answer(request.headers.get('accept'), { vary: 'Accept' });
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

  it('leaves when there is no more room, the least recently used first', async () => {
    origin = () => answer('x'.repeat(200_000));
    await statuses('/1', '/2', '/3', '/4', '/5', '/1', '/6');
    expect(await statuses('/1', '/2')).toEqual(['HIT', 'MISS']);
    origin = () => answer('x'.repeat(300_000));
    expect(await statuses('/large', '/large')).toEqual(['MISS', 'MISS']);
  });
});

describe('an answer is not stored', () => {
  it.each([
    ['no-store', { 'cloudflare-cdn-cache-control': 'no-store', 'cache-control': 'public, max-age=9' }],
    ['private', { 'cloudflare-cdn-cache-control': 'private, max-age=9' }],
    ['Set-Cookie', { 'set-cookie': 'a=1' }],
    ['Vary: *', { vary: '*' }],
  ])('with %s', async (_, headers) => {
    origin = () => answer('one', headers as Record<string, string>);
    expect(await statuses('/a', '/a')).toEqual(['BYPASS', 'BYPASS']);
  });

  it('when it says nothing of caching', async () => {
    origin = () => new Response('one');
    expect(await statuses('/a', '/a')).toEqual(['BYPASS', 'BYPASS']);
  });

  it('when the request has a token and the answer is not said to be public', async () => {
    origin = () => answer('one', { 'cloudflare-cdn-cache-control': 'max-age=60' });
    expect((await get('/a', { headers: { authorization: 'Bearer x' } })).cache).toBe('BYPASS');
    expect(await statuses('/a')).toEqual(['MISS']);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('to %s', async (method) => {
    await get('/a');
    await settle();
    expect((await get('/a', { method })).cache).toBe('BYPASS');
    expect(runs.at(-1)?.method).toBe(method);
  });
});

describe('a conditional or partial request', () => {
  it.each(['"v1"', 'W/"v1"', '"v0", "v1"', '*'])(
    'If-None-Match: %s is answered 304 by a hit',
    async (value) => {
      origin = () => answer('one', { etag: '"v1"' });
      await statuses('/a');
      const response = await get('/a', { headers: { 'if-none-match': value } });
      expect([response.status, response.cache, response.body]).toEqual([304, 'HIT', '']);
      expect(response.headers.get('etag')).toBe('"v1"');
      expect(runs).toHaveLength(1);
    },
  );

  it('gets the whole answer when it has another one', async () => {
    origin = () => answer('one', { etag: '"v1"' });
    await statuses('/a');
    const response = await get('/a', { headers: { 'if-none-match': '"v1-"' } });
    expect([response.status, response.body]).toEqual([200, 'one']);
  });

  it('If-Modified-Since is answered 304 by a hit that is not newer, unless If-None-Match says otherwise', async () => {
    origin = () => answer('one', { etag: '"v1"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' });
    await statuses('/a');
    const since = { 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' };
    expect((await get('/a', { headers: since })).status).toBe(304);
    expect((await get('/a', { headers: { ...since, 'if-none-match': '"v0"' } })).status).toBe(200);
  });

  it('fills the cache with the whole answer', async () => {
    origin = () => answer('one', { etag: '"v1"' });
    const first = await get('/a', { headers: { 'if-none-match': '"v1"', range: 'bytes=0-0' } });
    expect([first.status, first.cache]).toEqual([304, 'MISS']);
    expect(runs[0]?.headers.has('if-none-match')).toBe(false);
    expect(runs[0]?.headers.has('range')).toBe(false);
    await settle();
    expect(await get('/a')).toMatchObject({ cache: 'HIT', body: 'one' });
  });

  it('HEAD fills the cache as GET does, and is answered from it', async () => {
    const cold = await get('/a', { method: 'HEAD' });
    expect([cold.cache, cold.body, runs[0]?.method]).toEqual(['MISS', '', 'GET']);
    await settle();
    expect(await get('/a')).toMatchObject({ cache: 'HIT', body: 'one' });
    expect(await get('/a', { method: 'HEAD' })).toMatchObject({ cache: 'HIT', body: '' });
  });
});

describe('a stale answer', () => {
  it('is used once more while a new one is made in the background', async () => {
    await statuses('/a');
    now += 61_000;
    origin = () => answer('two');
    expect(await Promise.all([get('/a'), get('/a')])).toMatchObject([
      { cache: 'UPDATING', body: 'one' },
      { cache: 'UPDATING', body: 'one' },
    ]);
    await settle();
    expect(await get('/a')).toMatchObject({ cache: 'HIT', body: 'two' });
    expect(runs).toHaveLength(2);
  });

  it('is replaced before the answer once stale-while-revalidate is over', async () => {
    await statuses('/a');
    now += 661_000;
    origin = () => answer('two');
    expect(await get('/a')).toMatchObject({ cache: 'EXPIRED', body: 'two' });
  });

  it('is fresh again when the Worker says 304', async () => {
    origin = () => answer('one', { etag: '"v1"' });
    await statuses('/a');
    now += 661_000;
    origin = (request) =>
      answer(null, { etag: '"v1"' }, request.headers.get('if-none-match') === '"v1"' ? 304 : 500);
    expect(await get('/a')).toMatchObject({ cache: 'REVALIDATED', body: 'one', status: 200 });
    expect((await get('/a')).headers.get('age')).toBe('0');
  });

  it.each([
    ['answers 5xx', () => answer('broken', {}, 503)],
    ['throws', () => Promise.reject(new Error('broken'))],
  ])('stands in while the Worker %s, for as long as stale-if-error allows', async (_, broken) => {
    await statuses('/a');
    now += 661_000;
    origin = broken;
    expect(await get('/a')).toMatchObject({ cache: 'STALE', body: 'one', status: 200 });
    now += 3_600_000;
    const outcome = await get('/a').catch((error: Error) => error);
    expect(outcome instanceof Error ? outcome.message : outcome.body).toBe('broken');
  });
});

it('a request that has come through Cloudflare passes by, with all headers', async () => {
  await statuses('/a');
  const { cache: status, headers } = await get('/a', { headers: { 'cf-ray': '8f1-AMS' } });
  expect([status, headers.get('cloudflare-cdn-cache-control')]).toEqual([null, EDGE]);
  expect(runs).toHaveLength(2);
});

describe('concurrent misses', () => {
  it('run the Worker once', async () => {
    const all = await Promise.all([get('/a'), get('/a'), get('/a')]);
    expect(all.map((response) => response.cache)).toEqual(['MISS', 'HIT', 'HIT']);
    expect(all.map((response) => response.body)).toEqual(['one', 'one', 'one']);
    expect(runs).toHaveLength(1);
  });

  it('run it each when the answer may not be stored, varies, or fails', async () => {
    origin = () => answer('one', { 'cloudflare-cdn-cache-control': 'no-store' });
    await Promise.all([get('/a'), get('/a'), get('/a')]);
    expect(runs).toHaveLength(3);
    origin = (request) => answer(request.headers.get('accept'), { vary: 'accept' });
    const accepts = ['a/1', 'a/2', 'a/3'].map((accept) => get('/b', { headers: { accept } }));
    expect((await Promise.all(accepts)).map(({ body }) => body)).toEqual(['a/1', 'a/2', 'a/3']);
    let failures = 0;
    origin = () => (failures++ === 0 ? Promise.reject(new Error('first')) : answer('one'));
    const [first, second] = await Promise.allSettled([get('/c'), get('/c')]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
  });
});

describe('a purge', () => {
  it('forgets what carries the tag, whatever its case, and nothing else', async () => {
    await statuses('/a');
    origin = () => answer('other', { 'cache-tag': 'users/22' });
    await statuses('/b');
    await cache.purge(['Users/2']);
    expect(await statuses('/a', '/b')).toEqual(['MISS', 'HIT']);
  });

  it('forgets every variant of a resource', async () => {
    origin = (request) =>
      answer('one', { vary: 'accept', 'cache-tag': request.headers.get('accept') ?? 'none' });
    await get('/a', { headers: { accept: 'a/1' } });
    await get('/a', { headers: { accept: 'a/2' } });
    await settle();
    await cache.purge(['a/1']);
    expect((await get('/a', { headers: { accept: 'a/2' } })).cache).toBe('MISS');
  });

  it('during a miss keeps the old answer from being stored, and later readers from waiting for it', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<Response>();
    origin = () => held;
    const early = get('/a');
    await Promise.resolve();
    await cache.purge(['users/2']);
    origin = () => answer('new');
    expect(await get('/a')).toMatchObject({ cache: 'MISS', body: 'new' });
    release(answer('old'));
    expect((await early).body).toBe('old');
    await settle();
    expect(await get('/a')).toMatchObject({ cache: 'HIT', body: 'new' });
  });

  it('during a refresh in the background does the same', async () => {
    await statuses('/a');
    now += 61_000;
    const { promise: held, resolve: release } = Promise.withResolvers<Response>();
    origin = () => held;
    await get('/a');
    await cache.purge(['users']);
    release(answer('old'));
    await settle();
    origin = () => answer('new');
    expect(await get('/a')).toMatchObject({ cache: 'MISS', body: 'new' });
  });

  it('leaves nothing to stand in for an error', async () => {
    await statuses('/a');
    await cache.purge(['users/2']);
    origin = () => answer('broken', {}, 503);
    expect((await get('/a')).body).toBe('broken');
  });
});
