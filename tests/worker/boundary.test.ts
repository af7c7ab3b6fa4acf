import { describe, expect, it } from 'vitest';
import { call, server } from '../support/worker/worker.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('a path without a route', () => {
  it.each(['/nope', '/nope/deeper', '/hello/there'])(
    'the response to %s is the 404 page when the client accepts HTML',
    async (path) => {
      const response = await call(path, { headers: HTML });
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toMatch('text/html');
      expect(await response.text()).toContain('Perigee');
    },
  );

  it.each([
    ['/nope', { accept: 'application/json' }, 'Not found'],
    ['/nope', { accept: 'text/html;q=0.5, application/problem+json' }, 'Not found'],
    ['/api/nope', HTML, 'No such collection'],
    ['/nope.json', HTML, 'Not found'],
  ])('the response to %s with %j is 404 as application/problem+json: %s', async (path, headers, title) => {
    const response = await call(path, { headers });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = (await response.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({ title, status: 404, instance: path });
    expect(problem['message']).toBe(problem['detail']);
  });

  it.each(['POST', 'DELETE', 'PATCH'])(
    'the response to %s is 404, in HTML or JSON, at endpoints and pages that lack the method',
    async (method) => {
      for (const path of ['/hello', '/data/users', '/image.jpg']) {
        const page = await call(path, { method, headers: HTML });
        expect(page.status).toBe(404);
        expect(await page.text()).toContain('Page not found');
        const data = await call(path, { method, headers: { accept: 'application/json' } });
        expect(await data.json()).toMatchObject({ status: 404 });
      }
    },
  );
});

it.each(['x', '%25', '%E0%A4%A', 'a.b', '__proto__'])(
  'the response to a POST with ?_action=%s, the name of an action of Astro, is the same as without it',
  async (action) => {
    for (const path of ['/hello', '/data/users', '/api/users', '/method.json', '/_actions/x']) {
      const plain = await call(path, { method: 'POST', body: '{}' });
      const named = await call(`${path}?_action=${action}`, { method: 'POST', body: '{}' });
      expect(named.status).toBe(plain.status);
    }
  },
);

it('a list whose query has bytes that are not UTF-8 is read, and its links keep the parameters', async () => {
  const response = await call('/api/users?_page=1&_limit=1&name_ne=%E0%A4%A');
  expect(response.status).toBe(200);
  expect(response.headers.get('link')).toContain('name_ne=');
});

describe('every response', () => {
  it.each(['/data/users', '/hello', '/nope', '/api/0.json', '/api/9.json', '/method.json', '/health.json'])(
    'of %s has a request id, CORS headers and security headers',
    async (path) => {
      const { headers } = await call(path, { headers: { 'x-request-id': 'given-1' } });
      expect(headers.get('x-request-id')).toMatch(/^(given-1|[0-9a-f-]{36})$/);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-expose-headers')).toBe('*');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
    },
  );

  it('has the X-Request-Id of the client, unless the edge may store the response', async () => {
    const idOf = async (path: string) =>
      (await call(path, { headers: { 'x-request-id': 'given-1' } })).headers.get('x-request-id');
    await server.clearLogs();
    expect(await idOf('/hello')).toBe('given-1');
    expect(await idOf('/api/0.json')).toMatch(/^[0-9a-f-]{36}$/);
    const line = (await server.logs()).find(({ message }) => message.includes('responseId'));
    expect(JSON.parse(String(line?.message))).toMatchObject({
      id: 'given-1',
      responseId: expect.any(String),
    });
  });

  it('has a new X-Request-Id when that of the client is unsafe in a log line', async () => {
    const response = await call('/hello', { headers: { 'x-request-id': 'a"b c' } });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is logged as one line of JSON', async () => {
    await call('/api/3.json', { headers: { 'x-request-id': 'to-be-logged' } });
    const lines = (await server.logs()).map(({ message }) => message);
    const logged = lines.filter((line) => line.includes('to-be-logged'));
    expect(logged).toHaveLength(1);
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({
      method: 'GET',
      route: '/api/[id].json',
      status: 200,
      id: 'to-be-logged',
      ms: expect.any(Number),
    });
  });

  it('with the 404 page is logged once', async () => {
    await call('/hello', { method: 'POST', headers: { ...HTML, 'x-request-id': 'logged-404' } });
    const lines = (await server.logs()).filter(({ message }) => message.includes('logged-404'));
    expect(lines).toHaveLength(1);
  });
});

describe('HEAD and OPTIONS', () => {
  it.each(['/data/users', '/hello', '/api/0.json', '/method.json', '/health.json', '/built-with.json'])(
    'HEAD %s has the status and type of GET and no body',
    async (path) => {
      const [get, head] = [await call(path), await call(path, { method: 'HEAD' })];
      expect(head.status).toBe(get.status);
      expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
      expect(await head.text()).toBe('');
    },
  );

  it.each(['/data/users', '/hello', '/api/0.json', '/image.jpg', '/health.json'])(
    'the response to OPTIONS %s is 204 with Allow',
    async (path) => {
      const response = await call(path, { method: 'OPTIONS' });
      expect(response.status).toBe(204);
      expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    },
  );

  it('the response to a CORS preflight is 204 with the allowed methods and headers', async () => {
    const response = await call('/hello', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://elsewhere.example',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toContain('GET');
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    expect(Number(response.headers.get('access-control-max-age'))).toBeGreaterThan(0);
  });

  it.each(['DELETE', 'PUT', 'PATCH', 'PURGE'])(
    'a CORS preflight allows %s at /method.json and not at /hello',
    async (method) => {
      const preflight = {
        method: 'OPTIONS',
        headers: { origin: 'https://elsewhere.example', 'access-control-request-method': method },
      };
      const allowedAt = async (path: string) => {
        const response = await call(path, preflight);
        expect(response.ok).toBe(true);
        return response.headers.get('access-control-allow-methods')?.split(', ');
      };
      expect(await allowedAt('/method.json')).toContain(method);
      expect(await allowedAt('/hello')).not.toContain(method);
    },
  );

  it('OPTIONS /method.json runs the endpoint like any other method', async () => {
    const response = await call('/method.json', { method: 'OPTIONS' });
    expect(await response.json()).toEqual({ message: 'This was a OPTIONS!' });
  });
});

describe('/health.json', () => {
  it('returns the id of the running version', async () => {
    const response = await call('/health.json');
    expect(await response.json()).toMatchObject({
      status: 'ok',
      version: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('a response that Astro makes without a route', () => {
  it.each([
    ['GET', `/api/users/%${'25'.repeat(12)}41`, 400],
    ['PUT', `/api/users/%${'25'.repeat(12)}41`, 400],
    ['GET', '/hello//', 301],
    ['POST', '/api/users//', 308],
    ['GET', '/_image?href=/favicon.svg', 404],
    ['GET', '/_server-islands/x', 404],
  ])('the response to %s %s is %d with CORS headers and a request id', async (method, path, status) => {
    const body = method === 'GET' ? {} : { body: 'x'.repeat(300_000) };
    const response = await call(path, { method, headers: { accept: 'application/json' }, ...body });
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('x-request-id')).not.toBeNull();
    const text = await response.text();
    if (status < 400) expect(text).toBe('');
    else expect(JSON.parse(text)).toMatchObject({ status, message: expect.stringMatching(/./) });
  });
});
