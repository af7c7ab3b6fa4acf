import { describe, expect, it } from 'vitest';
import { call } from '../support/worker/worker.ts';

describe('the tutorial endpoints', () => {
  it('/hello returns a greeting', async () => {
    const response = await call('/hello');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe('{"message":"Hello from Astro API!"}');
  });

  it('/built-with.json is a static file that does not run the Worker', async () => {
    const response = await call('/built-with.json');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toContain('max-age=300');
    expect(response.headers.get('x-request-id')).toBeNull();
    expect(await response.text()).toBe('{"name":"Astro","url":"https://astro.build/"}');
  });

  it.each(['GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND'])(
    '/method.json returns the method %s',
    async (method) => {
      const response = await call('/method.json', { method });
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ message: `This was a ${method}!` });
    },
  );

  it.each([
    ['a form body', { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['another origin and no body', { headers: { origin: 'https://elsewhere.example' } }],
    [
      'a text body from another origin',
      { body: 'x', headers: { origin: 'https://a.example', 'content-type': 'text/plain' } },
    ],
    ['a large body', { body: 'x'.repeat(300_000) }],
  ])('/method.json accepts a POST with %s', async (_, init) => {
    const response = await call('/method.json', { method: 'POST', ...init });
    expect(await response.json()).toEqual({ message: 'This was a POST!' });
  });

  it.each([
    ['0', 'Sarah'],
    ['1', 'Chris'],
    ['2', 'Yan'],
    ['3', 'Elian'],
  ])('/api/%s.json returns the name %s from the database', async (id, name) => {
    const response = await call(`/api/${id}.json`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe(`{"name":"${name}"}`);
  });

  it.each(['4', 'x', '-1', '00', '1e0', '%E0%A4%A', '%00', "'%20OR%201=1"])(
    '/api/%s.json is 404 as application/problem+json',
    async (id) => {
      const response = await call(`/api/${id}.json`);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
    },
  );
});
