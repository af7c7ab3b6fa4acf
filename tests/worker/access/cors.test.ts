import { describe, expect, it } from 'vitest';
import { useWorkerWithSite } from '../../support/worker/project-copy.ts';
import { call, write } from '../../support/worker/worker.ts';

const A = 'https://a.example';
const B = 'http://localhost:5173';
const UNLISTED = 'https://c.example';

/** Every header that the Worker reads and that a script may set. */
const READ_HEADERS = [
  'Accept',
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-Modified-Since',
  'If-None-Match',
  'Range',
  'Save-Data',
  'X-D1-Bookmark',
  'X-Request-Id',
];

/** The methods of each route, which scripts of other origins may send. */
const ROUTES: [path: string, methods: string[]][] = [
  ['/data/users', ['GET', 'HEAD']],
  ['/hello', ['GET', 'HEAD']],
  ['/health.json', ['GET', 'HEAD']],
  ['/image.jpg', ['GET', 'HEAD']],
  ['/image/width=64/pictures/orbit.jpg', ['GET', 'HEAD']],
  ['/api/0.json', ['GET', 'HEAD']],
  ['/api/users', ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE']],
  ['/api/users/1', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']],
  ['/api/users/1/pictures', ['GET', 'HEAD', 'POST']],
  ['/method.json', ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']],
];

const REQUESTS = ROUTES.flatMap(([path, methods]) => methods.map((method) => [method, path] as const));

/** Sends what a browser sends before a request that needs a preflight. */
function preflight(path: string, method: string, origin: string, worker?: Parameters<typeof call>[2]) {
  const headers = {
    origin,
    'access-control-request-method': method,
    // A browser sorts the names, in lower case: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
    'access-control-request-headers': READ_HEADERS.map((name) => name.toLowerCase()).join(','),
  };
  return call(path, { method: 'OPTIONS', headers }, worker);
}

/** Whether a browser would send the request: https://fetch.spec.whatwg.org/#cors-preflight-fetch */
function allows({ ok, headers }: Response, method: string, origin: string): boolean {
  const listOf = (name: string) =>
    (headers.get(name) ?? '').split(',').map((item) => item.trim().toLowerCase());
  const origins = [headers.get('access-control-allow-origin')];
  const methods = ['get', 'head', 'post', ...listOf('access-control-allow-methods')];
  const names = listOf('access-control-allow-headers');
  return (
    ok &&
    origins.some((allowed) => allowed === '*' || allowed === origin) &&
    (methods.includes(method.toLowerCase()) || methods.includes('*')) &&
    READ_HEADERS.every(
      (name) => names.includes(name.toLowerCase()) || (names.includes('*') && name !== 'Authorization'),
    )
  );
}

describe('without a list of origins', () => {
  it.each(REQUESTS)('a browser sends %s %s with every header that the Worker reads', async (method, path) => {
    const response = await preflight(path, method, UNLISTED);
    expect(allows(response, method, UNLISTED)).toBe(true);
    // The database was not queried, and no write was counted.
    expect(response.headers.has('server-timing')).toBe(false);
    await response.arrayBuffer();
  });

  it.each([
    ['PUT', '/hello'],
    ['DELETE', '/data/users'],
    ['POST', '/api/0.json'],
    ['PUT', '/api/users'],
    ['DELETE', '/api/users/1/pictures'],
  ])('the preflight response does not name %s for %s, which has no such method', async (method, path) => {
    const { headers } = await preflight(path, method, UNLISTED);
    expect(headers.get('access-control-allow-methods')?.split(', ')).not.toContain(method);
  });
});

describe('with a list of two origins', () => {
  const worker = useWorkerWithSite((source) => source.replace("'*'", JSON.stringify([A, B])), {});

  const read = async (path: string, origin: string | null, init: RequestInit = {}) => {
    const response = await call(path, { ...init, headers: origin === null ? {} : { origin } }, worker);
    await response.arrayBuffer();
    const { headers } = response;
    return {
      allowed: headers.get('access-control-allow-origin'),
      varies: headers.get('vary')?.split(', ').includes('Origin') ?? false,
      cached: headers.get('cf-cache-status'),
    };
  };

  it.each([
    '/data/users',
    '/hello',
    '/nope',
    '/api/users/1',
    '/api/users?_page=1',
    '/api/users/none',
    '/api/nope',
    '/image/width=64/pictures/orbit.jpg',
    '/hello//',
  ])('every response to GET %s allows each of them, no other one, and varies by Origin', async (path) => {
    expect(await read(path, A)).toMatchObject({ allowed: A, varies: true });
    expect(await read(path, B)).toMatchObject({ allowed: B, varies: true });
    expect(await read(path, UNLISTED)).toMatchObject({ allowed: null, varies: true });
    expect(await read(path, null)).toMatchObject({ allowed: null, varies: true });
  });

  it('the cache has one response per origin, and a write purges all of them', async () => {
    const path = '/api/users/2?_fields=name';
    const origins = [A, B, UNLISTED, null];
    for (const origin of origins) expect(await read(path, origin)).toMatchObject({ cached: 'MISS' });
    for (const origin of origins) {
      const allowed = origin === UNLISTED ? null : origin;
      expect(await read(path, origin)).toEqual({ allowed, varies: true, cached: 'HIT' });
    }
    expect((await write('PATCH', '/api/users/2', { name: 'Vera' }, { origin: A }, worker)).status).toBe(200);
    for (const origin of origins) expect(await read(path, origin)).toMatchObject({ cached: 'MISS' });
  });

  it.each(REQUESTS)('a browser sends %s %s for each of them and for no other one', async (method, path) => {
    expect(allows(await preflight(path, method, A, worker), method, A)).toBe(true);
    expect(allows(await preflight(path, method, B, worker), method, B)).toBe(true);
    const refused = await preflight(path, method, UNLISTED, worker);
    expect(allows(refused, method, UNLISTED)).toBe(false);
    expect([...refused.headers.keys()].filter((name) => name.startsWith('access-control-allow'))).toEqual([]);
  });

  it('images can still be embedded by any site', async () => {
    const response = await call(
      '/image/width=64/pictures/orbit.jpg',
      { headers: { origin: UNLISTED } },
      worker,
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    await response.arrayBuffer();
  });
});
