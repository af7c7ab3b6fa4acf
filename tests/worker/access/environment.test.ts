import { describe, expect, it } from 'vitest';
import { useWorkerWithBindings } from '../../support/worker/project-copy.ts';
import { newClient } from '../../support/worker/rate-limits.ts';
import type { TestWorker } from '../../support/worker/test-worker.ts';
import { FAULT_ORIGIN, faultHandler, upstream } from '../../support/worker/upstream.ts';
import { AUTHORIZED, call, TOKEN, useWorker, write } from '../../support/worker/worker.ts';

/** Cloudflare's network adds this header to every request. */
const PRODUCTION = { 'cf-ray': '7d0fa9f0c8a81d8c-AMS' };

interface Line {
  level: string;
  event: string;
  variable: string;
  reason: string;
}

/** The mistakes that the log of a Worker has, as `variable reason`. */
async function mistakesOf(worker: TestWorker): Promise<string[]> {
  return (await worker.logs())
    .map(({ message }) => message)
    .filter((message) => message.includes('"event":"configuration"'))
    .map((message) => JSON.parse(message) as Line)
    .map(({ variable, reason }) => `${variable} ${reason}`);
}

const IMAGE = `/image/width=64,format=png/${FAULT_ORIGIN}/image.png`;

describe('variables for development, on requests of Cloudflare', () => {
  const worker = useWorker({
    vars: { RATE_LIMITS: 'off', EDGE_CACHE: 'off', IMAGE_DEV_ORIGINS: FAULT_ORIGIN },
  });
  const send = (path: string, headers: Record<string, string>) => call(path, { headers }, worker);

  it('are ignored: loopback origins are not allowed', async () => {
    upstream.use(faultHandler);
    expect((await send(IMAGE, {})).status).toBe(200);
    const refused = await send(IMAGE, PRODUCTION);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'source-not-allowed' });
    // A request of Cloudflare does not change how later requests are treated.
    expect((await send(IMAGE, {})).status).toBe(200);
  });

  it('are ignored: the limits hold', async () => {
    const wrong = { authorization: 'Bearer a-wrong-token', 'cf-connecting-ip': newClient() };
    const statuses = async (headers: Record<string, string>) => {
      const found = new Set<number>();
      for (let i = 0; i < 45; i += 1) {
        const response = await call(
          '/api/users/1',
          { method: 'DELETE', headers: { ...wrong, ...headers } },
          worker,
        );
        await response.arrayBuffer();
        found.add(response.status);
      }
      return [...found];
    };
    expect(await statuses({})).toEqual([401]);
    // 45 exceed the limit of 20, even if the period ends meanwhile.
    expect(await statuses(PRODUCTION)).toEqual([401, 429]);
  });

  it('are logged once, as errors, without their values', async () => {
    await send('/hello', PRODUCTION);
    expect((await mistakesOf(worker)).sort()).toEqual([
      'EDGE_CACHE is "off", which is for development only; it is ignored',
      'IMAGE_DEV_ORIGINS is for development only; it is ignored',
      'RATE_LIMITS is "off", which is for development only; it is ignored',
    ]);
    const errors = (await worker.logs()).filter(({ level }) => level === 'error');
    expect(JSON.stringify(errors)).not.toContain(FAULT_ORIGIN);
  });
});

describe.each([
  ['a short token', 'a-short-token', 'ADMIN_TOKEN has fewer than 16 characters; it is ignored'],
  ['an empty token', '', 'ADMIN_TOKEN is empty; it is ignored'],
  ['a token of spaces', ' '.repeat(20), 'ADMIN_TOKEN is empty; it is ignored'],
])('%s', (_, token, mistake) => {
  const worker = useWorker({ rootToken: token });

  it.each([
    ['of a laptop', {}],
    ['of Cloudflare', PRODUCTION],
  ])('authorises nothing for a request %s', async (_where, headers) => {
    for (const authorization of [`Bearer ${token}`, 'Bearer ', 'Bearer', `Bearer ${TOKEN}`]) {
      const response = await write('PATCH', '/api/users/1', {}, { ...headers, authorization }, worker);
      expect(response.status).toBe(401);
      await response.arrayBuffer();
    }
  });

  it('is logged once for each of them', async () => {
    expect((await mistakesOf(worker)).filter((line) => line.startsWith('ADMIN_TOKEN'))).toEqual([
      mistake,
      mistake,
    ]);
  });
});

describe('a Worker without its bindings', () => {
  const worker = useWorkerWithBindings(
    (toml) =>
      toml
        .replaceAll(/\[\[ratelimits\]\]\n(.+\n)+/g, '')
        .replace(/\[\[d1_databases\]\]\n(.+\n)+/, '')
        .replace(/\[images\]\n(.+\n)+/, '')
        .replace(/\[version_metadata\]\n(.+\n)+/, ''),
    { vars: { RATE_LIMITS: 'on' }, isMigrated: false },
  );

  it.each<[path: string, status: number, code: string, init: RequestInit]>([
    ['/health.json', 503, 'database-unavailable', {}],
    ['/api/users', 503, 'database-unavailable', {}],
    ['/api/0.json', 503, 'database-unavailable', {}],
    ['/api/users/1', 503, 'database-unavailable', { method: 'DELETE', headers: AUTHORIZED }],
    ['/image/width=64,format=png/pictures/orbit.jpg', 503, 'not-configured', {}],
  ])('responds to %s with %d and the code %s', async (path, status, code, init) => {
    const response = await call(path, init, worker);
    expect(response.status).toBe(status);
    const problem = (await response.json()) as object;
    expect(problem).toMatchObject({ code });
    expect(JSON.stringify(problem)).not.toMatch(/undefined|TypeError| at /);
  });

  it.each(['/hello', '/method.json', '/', '/data/users', '/built-with.json', '/image/_/pictures/orbit.jpg'])(
    'serves %s, which needs none of them',
    async (path) => {
      const response = await call(path, {}, worker);
      expect(response.status).toBe(200);
      await response.arrayBuffer();
    },
  );

  it('logs once which it lacks', async () => {
    expect(await mistakesOf(worker)).toEqual(
      [
        'DB',
        'IMAGES',
        'CF_VERSION_METADATA',
        'CLIENT_MISSES',
        'CLIENT_RENDERINGS',
        'SOURCE_RENDERINGS',
        'TOKEN_WRITES',
        'CLIENT_WRITES',
        'CLIENT_FAILED_LOGINS',
      ].map((name) => `${name} is not bound; compare wrangler.toml with that of the template`),
    );
  });
});
