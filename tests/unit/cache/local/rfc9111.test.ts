import { beforeEach, describe, expect, it } from 'vitest';
import { LocalCache } from '../../../../src/lib/cache/local/local-cache.ts';

// The cases of RFC 9111, RFC 5861 and RFC 9213 that concern a shared cache. Each title begins with the section.

const START = Date.parse('2026-01-01T00:00:00Z');
const LATER = 'Thu, 01 Jan 2026 00:01:00 GMT';
const EARLIER = 'Wed, 31 Dec 2025 00:00:00 GMT';

type Fields = Record<string, string>;

let now = START;
let cache: LocalCache;
let forwarded: Request[] = [];
let background: Promise<unknown>[] = [];
let origin: () => Response | Promise<Response>;

beforeEach(() => {
  now = START;
  cache = new LocalCache({ now: () => now });
  [forwarded, background] = [[], []];
});

interface Result {
  cache: string | null;
  status: number;
  headers: Fields;
  body: string;
}

async function request(headers: Fields = {}, method = 'GET'): Promise<Result> {
  const response = await cache.serve(
    new Request('https://perigee.example/', { method, headers }),
    async (request) => {
      forwarded.push(request);
      return origin();
    },
    (promise) => void background.push(Promise.allSettled([promise])),
  );
  const body = await response.text();
  while (background.length > 0) await Promise.all(background.splice(0));
  const fields = Object.fromEntries(response.headers);
  return { cache: fields['cf-cache-status'] ?? null, status: response.status, headers: fields, body };
}

function respondWith(headers: Fields, body: string | null = 'one', status = 200): void {
  origin = () => new Response(body, { status, headers });
}

function pass(seconds: number): void {
  now += seconds * 1000;
}

/** Returns the cache status of a second request, some seconds after the first one. */
async function secondStatus(first: Fields, second: Fields = first, seconds = 0): Promise<string | null> {
  await request(first);
  pass(seconds);
  return (await request(second)).cache;
}

describe('RFC 9111 section 3: storing responses', () => {
  it.each<[string, 'HIT' | 'BYPASS', Fields]>([
    ['max-age', 'HIT', { 'cache-control': 'max-age=60' }],
    ['s-maxage', 'HIT', { 'cache-control': 's-maxage=60' }],
    ['Expires', 'HIT', { expires: LATER }],
    ['max-age in capitals', 'HIT', { 'cache-control': 'Public, Max-Age=60' }],
    ['a quoted max-age', 'HIT', { 'cache-control': 'max-age="60"' }],
    ['an unknown directive', 'HIT', { 'cache-control': 'max-age=60, community="UCI"' }],
    ['no-store', 'BYPASS', { 'cache-control': 'no-store, max-age=60' }],
    ['private', 'BYPASS', { 'cache-control': 'private, max-age=60' }],
    ['private for one field', 'BYPASS', { 'cache-control': 'private="x-user", max-age=60' }],
    ['no explicit lifetime', 'BYPASS', { 'last-modified': EARLIER }],
    ['public without a lifetime', 'BYPASS', { 'cache-control': 'public' }],
    ['Set-Cookie', 'BYPASS', { 'cache-control': 'public, max-age=60', 'set-cookie': 'a=1' }],
  ])('3: %s makes the second request a %s', async (_, expected, headers) => {
    respondWith(headers);
    expect(await secondStatus({})).toBe(expected);
  });

  it.each<[number, 'HIT' | 'BYPASS']>([
    [200, 'HIT'],
    [204, 'HIT'],
    [301, 'HIT'],
    [404, 'HIT'],
    [415, 'HIT'],
    [502, 'HIT'],
    [206, 'BYPASS'],
    [520, 'BYPASS'],
  ])('3: the status %d with max-age makes the second request a %s', async (status, expected) => {
    respondWith({ 'cache-control': 'max-age=60' }, status === 204 ? null : 'one', status);
    expect(await secondStatus({})).toBe(expected);
  });

  it.each<[string, 'HIT' | 'BYPASS']>([
    ['max-age=60', 'BYPASS'],
    ['max-age=60, public', 'HIT'],
    ['max-age=60, must-revalidate', 'HIT'],
    ['s-maxage=60', 'HIT'],
  ])('3.5: Authorization with %s makes the second request a %s', async (directives, expected) => {
    respondWith({ 'cache-control': directives });
    expect(await secondStatus({ authorization: 'Bearer token' })).toBe(expected);
  });
});

describe('RFC 9111 section 4: constructing responses from the cache', () => {
  it.each<[string, 'HIT' | 'MISS' | 'BYPASS', string, Fields, Fields]>([
    ['the same value', 'HIT', 'accept', { accept: 'a/1' }, { accept: 'a/1' }],
    ['another value', 'MISS', 'accept', { accept: 'a/1' }, { accept: 'a/2' }],
    ['an absent field in both requests', 'HIT', 'accept', {}, {}],
    ['a field that only the second request has', 'MISS', 'accept', {}, { accept: 'a/1' }],
    ['a field that only the first request has', 'MISS', 'accept', { accept: 'a/1' }, {}],
    ['a field name in other case', 'HIT', 'ACCEPT', { accept: 'a/1' }, { accept: 'a/1' }],
    ['one of two fields that differs', 'MISS', 'accept, dpr', { dpr: '1' }, { dpr: '2' }],
    ['another value of a field that it does not name', 'HIT', 'accept', { dpr: '1' }, { dpr: '2' }],
    ['*', 'BYPASS', '*', {}, {}],
    ['* among other names', 'BYPASS', 'accept, *', {}, {}],
  ])('4.1: Vary with %s makes the second request a %s', async (_, expected, vary, first, second) => {
    respondWith({ 'cache-control': 'max-age=60', vary });
    expect(await secondStatus(first, second)).toBe(expected);
  });

  it.each<[string, Fields, number]>([
    ['s-maxage rather than max-age', { 'cache-control': 'max-age=10, s-maxage=100' }, 100],
    ['max-age rather than Expires', { 'cache-control': 'max-age=10', expires: LATER }, 10],
    ['Expires minus Date', { expires: LATER, date: 'Thu, 01 Jan 2026 00:00:20 GMT' }, 40],
    ['Expires minus the time of receipt without Date', { expires: LATER }, 60],
    ['0 for Expires: 0', { expires: '0' }, 0],
    ['0 for Expires in the past', { expires: EARLIER }, 0],
    ['0 for an invalid max-age', { 'cache-control': 'max-age=soon', expires: LATER }, 0],
    ['0 for no-cache', { 'cache-control': 'no-cache, max-age=60' }, 0],
  ])('4.2.1: the lifetime is %s', async (_, headers, seconds) => {
    respondWith(headers);
    await request();
    if (seconds > 0) {
      pass(seconds - 1);
      expect((await request()).cache).toBe('HIT');
      pass(1);
    }
    respondWith({}, 'two');
    expect((await request()).body).toBe('two');
  });

  it('4.2.3: the age includes the Age of the received response', async () => {
    respondWith({ 'cache-control': 'max-age=60', age: '50' });
    await request();
    pass(9);
    expect(await request()).toMatchObject({ cache: 'HIT', headers: { age: '59' } });
    pass(1);
    expect((await request()).cache).toBe('EXPIRED');
  });

  it.each(['no-cache', 'max-age=10, must-revalidate', 'max-age=10, proxy-revalidate', 's-maxage=10'])(
    '4.2.4: %s forbids a stale response',
    async (directives) => {
      respondWith({ 'cache-control': `${directives}, stale-while-revalidate=600, stale-if-error=600` });
      await request();
      pass(10);
      respondWith({}, 'broken', 500);
      expect(await request()).toMatchObject({ cache: 'BYPASS', status: 500, body: 'broken' });
    },
  );
});

describe('RFC 9111 section 5.2: directives', () => {
  it.each(['must-revalidate', 'proxy-revalidate'])(
    '5.2.2: a response with %s is served while it is fresh',
    async (directive) => {
      respondWith({ 'cache-control': `max-age=10, ${directive}` });
      expect(await secondStatus({}, {}, 9)).toBe('HIT');
    },
  );

  it.each(['no-cache', 'max-age=0', 'no-store'])(
    '5.2.1: Cache-Control: %s of a request is ignored, as Cloudflare ignores it',
    async (directive) => {
      respondWith({ 'cache-control': 'max-age=60' });
      expect(await secondStatus({ 'cache-control': directive, pragma: 'no-cache' })).toBe('HIT');
    },
  );
});

describe('RFC 9111 section 4.3: validation', () => {
  it('4.3.1: the forwarded request has the stored validators instead of the client’s', async () => {
    respondWith({ 'cache-control': 'max-age=10', etag: '"v1"', 'last-modified': EARLIER });
    await secondStatus({}, { 'if-none-match': '"mine"', 'if-modified-since': LATER, range: 'bytes=0-1' }, 10);
    const headers = Object.fromEntries(forwarded.at(-1)?.headers ?? []);
    expect(headers).toMatchObject({ 'if-none-match': '"v1"', 'if-modified-since': EARLIER });
    expect(headers).not.toHaveProperty('range');
  });

  it('4.3.1: a stored response without validators is requested without conditions', async () => {
    respondWith({ 'cache-control': 'max-age=10' });
    await secondStatus({}, { 'if-none-match': '"mine"' }, 10);
    expect(forwarded.at(-1)?.headers.has('if-none-match')).toBe(false);
  });

  it('4.3.3: a 200 replaces the stored response', async () => {
    respondWith({ 'cache-control': 'max-age=10', etag: '"v1"' });
    await request();
    pass(10);
    respondWith({ 'cache-control': 'max-age=10', etag: '"v2"' }, 'two');
    expect(await request()).toMatchObject({ cache: 'EXPIRED', body: 'two' });
    expect(await request()).toMatchObject({ cache: 'HIT', body: 'two', headers: { etag: '"v2"' } });
  });

  it('4.3.4: a 304 updates the stored fields, adds new ones, and keeps those of the body', async () => {
    respondWith({ 'cache-control': 'max-age=10', etag: '"v1"', 'content-type': 'text/css', 'x-old': '1' });
    await request();
    pass(10);
    const update = {
      'cache-control': 'max-age=20',
      etag: '"v1"',
      'content-type': 'text/plain',
      'x-new': '2',
    };
    respondWith(update, null, 304);
    const headers = {
      'cache-control': 'max-age=20',
      'content-type': 'text/css',
      'x-old': '1',
      'x-new': '2',
      age: '0',
    };
    expect(await request()).toMatchObject({ cache: 'REVALIDATED', status: 200, body: 'one', headers });
    pass(19);
    expect(await request()).toMatchObject({ cache: 'HIT', body: 'one', headers: { ...headers, age: '19' } });
  });

  it.each<[string, string, Fields]>([
    ['the same strong entity tag', 'HIT', { etag: '"v1"' }],
    ['the weak form of the entity tag', 'HIT', { etag: 'W/"v1"' }],
    ['another entity tag', 'REVALIDATED', { etag: '"v2"' }],
    ['no-store', 'REVALIDATED', { etag: '"v1"', 'cache-control': 'no-store' }],
  ])('4.3.4: after a 304 with %s the next request is a %s', async (_, expected, update) => {
    respondWith({ 'cache-control': 'max-age=10', etag: '"v1"' });
    await request();
    pass(10);
    respondWith({ 'cache-control': 'max-age=10', ...update }, null, 304);
    expect(await request()).toMatchObject({ cache: 'REVALIDATED', body: 'one' });
    expect(await request()).toMatchObject({ cache: expected, body: 'one' });
  });
});

describe('RFC 9111 section 4.4: invalidation', () => {
  it('4.4: a write does not invalidate by its method', async () => {
    respondWith({ 'cache-control': 'max-age=60', 'cache-tag': 'users' });
    await request();
    await request({}, 'PUT');
    expect((await request()).cache).toBe('HIT');
  });

  it('4.4: a write invalidates by a purge of its tags', async () => {
    respondWith({ 'cache-control': 'max-age=60', 'cache-tag': 'users' });
    await request();
    await cache.purge(['users']);
    expect((await request()).cache).toBe('MISS');
  });
});

describe('RFC 5861: stale responses', () => {
  it.each<[string, number, string]>([
    ['a response is fresh until max-age', 9, 'HIT'],
    ['a response is served stale from max-age on', 10, 'UPDATING'],
    ['a response is served stale until stale-while-revalidate ends', 39, 'UPDATING'],
    ['a response is not served stale after stale-while-revalidate', 40, 'EXPIRED'],
  ])('3: %s', async (_, seconds, expected) => {
    respondWith({ 'cache-control': 'max-age=10, stale-while-revalidate=30' });
    expect(await secondStatus({}, {}, seconds)).toBe(expected);
  });

  it.each<[string, string, string, number]>([
    ['within stale-if-error', 'STALE', 'max-age=10, stale-if-error=30', 39],
    ['after stale-if-error', 'BYPASS', 'max-age=10, stale-if-error=30', 40],
    ['with stale-if-error=0', 'BYPASS', 'max-age=10, stale-if-error=0', 10],
    ['without stale-if-error', 'STALE', 'max-age=10', 1_000_000],
  ])('4: the response to an error %s is %s', async (_, expected, directives, seconds) => {
    respondWith({ 'cache-control': directives });
    await request();
    pass(seconds);
    for (const status of [500, 503, 507]) {
      respondWith({}, 'broken', status);
      expect((await request()).cache).toBe(expected);
    }
  });

  it('4: an error of the client is not hidden by a stale response', async () => {
    respondWith({ 'cache-control': 'max-age=10, stale-if-error=30' });
    await request();
    pass(10);
    respondWith({}, 'gone', 410);
    expect(await request()).toMatchObject({ status: 410, body: 'gone' });
  });
});

describe('RFC 9213 section 2.1: targeted cache control', () => {
  const TARGETED = 'cloudflare-cdn-cache-control';

  it.each<[string, 'HIT' | 'BYPASS', Fields]>([
    [
      'Cloudflare-CDN-Cache-Control over CDN-Cache-Control',
      'HIT',
      { [TARGETED]: 'max-age=60', 'cdn-cache-control': 'no-store' },
    ],
    [
      'CDN-Cache-Control over Cache-Control',
      'BYPASS',
      { 'cdn-cache-control': 'no-store', 'cache-control': 'max-age=60' },
    ],
    [
      'Cloudflare-CDN-Cache-Control over Cache-Control',
      'HIT',
      { [TARGETED]: 'max-age=60', 'cache-control': 'no-store' },
    ],
    ['a targeted header without a lifetime over Expires', 'BYPASS', { [TARGETED]: 'public', expires: LATER }],
  ])('2.1: the precedence of %s makes the second request a %s', async (_, expected, headers) => {
    respondWith(headers);
    expect(await secondStatus({})).toBe(expected);
  });

  it('2.1: the client receives Cache-Control as the Worker wrote it', async () => {
    respondWith({ [TARGETED]: 'public, max-age=60', 'cache-control': 'no-cache' });
    await request();
    expect((await request()).headers).toMatchObject({ 'cache-control': 'no-cache' });
  });
});
