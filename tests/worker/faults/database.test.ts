import { describe, expect, it } from 'vitest';
import { readPublicProblem, secretError, useFaultyWorker } from '../../support/worker/faulty-worker.ts';
import { call, write } from '../../support/worker/worker.ts';

const faulty = useFaultyWorker({ EDGE_CACHE: 'off' });
const { server } = faulty;

/** https://developers.cloudflare.com/d1/observability/debug-d1/ */
const LOST = secretError('Network connection lost.');
const UNREACHED = secretError('D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.');
const OVERLOADED = secretError('D1_ERROR: D1 DB is overloaded. Requests queued for too long.');
const INTERNAL = secretError('D1_ERROR: internal error; reference = x');

const READS: readonly string[] = [
  '/api',
  '/api/0.json',
  '/api/users',
  '/api/users?q=sarah&_sort=name',
  '/api/users/1',
  '/api/users/1?_embed=pictures',
  '/api/users/0/pictures',
  '/api/pictures?_expand=user',
];

const WRITES: readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>][] = [
  ['POST', '/api/users', { name: 'New' }],
  ['POST', '/api/users', [{ name: 'New' }, { name: 'Newer' }]],
  ['POST', '/api/users', { name: 'New' }, { 'idempotency-key': 'lost' }],
  ['PUT', '/api/users/at-a-path', { name: 'New' }, { 'if-none-match': '*' }],
  ['DELETE', '/api/users/1'],
  ['DELETE', '/api/users?id=1&id=2'],
];

/** Writes that begin with a read, which fails before anything is written. */
const READING_WRITES: typeof WRITES = [
  ['POST', '/api/users/1/pictures', { title: 'x', source: '/pictures/orbit.jpg', alt: 'x' }],
  ['PUT', '/api/users/1', { name: 'New' }],
  ['PATCH', '/api/users/1', { name: { first: 'New' } }],
];

const send = ([method, path, body, headers]: (typeof WRITES)[number]) =>
  write(method, path, body, headers, server);

function figureOf({ headers }: Response, name: string): number {
  return Number(new RegExp(`${name}=(\\d+)`).exec(headers.get('server-timing') ?? '')?.[1]);
}

async function names(): Promise<string[]> {
  const users = (await (await call('/api/users', {}, server)).json()) as { name: string }[];
  return users.map(({ name }) => name);
}

describe('D1 that fails once', () => {
  it.each(READS)('does not fail GET %s, which is sent again as a second round trip', async (path) => {
    for (const error of [LOST, UNREACHED]) {
      await faulty.break({ DB: { error, times: 1 } });
      const response = await call(path, {}, server);
      expect(response.status, await response.text()).toBe(200);
      expect(figureOf(response, 'round_trips')).toBe(2);
      expect(await faulty.calls()).toEqual({ DB: 2 });
    }
  });

  it('does not fail a write when it says that nothing was executed', async () => {
    await faulty.break({ DB: { error: UNREACHED, times: 1 } });
    const response = await write('POST', '/api/users', { name: 'Once' }, {}, server);
    expect([response.status, figureOf(response, 'round_trips')]).toEqual([201, 2]);
    expect((await names()).filter((name) => name === 'Once')).toHaveLength(1);
  });

  it('does not fail /health.json', async () => {
    await faulty.break({ DB: { error: LOST, times: 1 } });
    expect((await call('/health.json', {}, server)).status).toBe(200);
  });

  it.each(WRITES)('is never sent %s %s with %j again when it may have been executed', async (...request) => {
    for (const error of [LOST, INTERNAL]) {
      await faulty.break({ DB: { error, times: 1 } });
      const response = await send(request);
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await readPublicProblem(response)).toMatchObject({ status: 503, code: 'write-unconfirmed' });
      expect(await faulty.calls()).toEqual({ DB: 1 });
    }
  });

  it('after it has executed a creation creates nothing more for the same Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'executed' };
    await faulty.break({ DB: { error: LOST, isExecuted: true, times: 1 } });
    const lost = await write('POST', '/api/users', { name: 'Twice' }, key, server);
    expect(await readPublicProblem(lost)).toMatchObject({ code: 'write-unconfirmed' });
    const repeated = await write('POST', '/api/users', { name: 'Twice' }, key, server);
    expect(repeated.status).toBe(201);
    expect((await names()).filter((name) => name === 'Twice')).toHaveLength(1);
  });
});

describe('D1 that always fails', () => {
  it.each([
    [LOST, 'database-busy', '1', 2],
    [UNREACHED, 'database-busy', '1', 2],
    [OVERLOADED, 'database-busy', '1', 1],
    [INTERNAL, 'database-unavailable', '10', 1],
  ])('with "%s" is 503 %s for reads, with Retry-After', async (error, code, retryAfter, calls) => {
    for (const path of READS) {
      await faulty.break({ DB: { error } });
      const response = await call(path, {}, server);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, retryAfter]);
      expect(await readPublicProblem(response)).toMatchObject({ code });
      expect(await faulty.calls()).toEqual({ DB: calls });
    }
    for (const request of READING_WRITES) {
      expect(await readPublicProblem(await send(request))).toMatchObject({ code });
    }
  });

  it('is 503 for HEAD, without a body', async () => {
    await faulty.break({ DB: { error: LOST } });
    const response = await call('/api/users', { method: 'HEAD' }, server);
    expect([response.status, await response.text()]).toEqual([503, '']);
  });

  it('is reported by /health.json, with the version', async () => {
    await faulty.break({ DB: { error: INTERNAL } });
    const response = await call('/health.json', {}, server);
    expect(response.status).toBe(503);
    expect(await readPublicProblem(response)).toMatchObject({
      code: 'database-unavailable',
      detail: 'The database cannot be read.',
      version: expect.any(String),
    });
  });

  it('is logged with its cause, under the id of the response', async () => {
    await faulty.break({ DB: { error: INTERNAL } });
    await server.clearLogs();
    const response = await call('/api/users/1', {}, server);
    const id = response.headers.get('x-request-id') ?? '-';
    const line = (await server.logs()).find(({ message }) => /"level":"error"/.test(message));
    expect(JSON.parse(String(line?.message))).toMatchObject({ id, cause: expect.stringContaining(INTERNAL) });
  });

  it.each(['/', '/data/users', '/hello', '/method.json', '/problems/database-busy', '/schemas/users.json'])(
    'leaves %s as it is',
    async (path) => {
      await faulty.break({ DB: { error: LOST } });
      expect((await call(path, {}, server)).status).toBe(200);
    },
  );
});

it('D1 and files that never answer are 503 and 504 within the time budget of a read', async () => {
  await faulty.break({ DB: { isSilent: true }, ASSETS: { isSilent: true } });
  const paths = [...READS, '/health.json', '/image/w=160/pictures/orbit.jpg'];
  const responses = await Promise.all([
    ...paths.map((path) => call(path, {}, server)),
    ...READING_WRITES.map(send),
  ]);
  const problems = await Promise.all(responses.map(readPublicProblem));
  expect(problems.map(({ code }) => code)).toEqual([
    ...READS.map(() => 'database-busy'),
    'database-unavailable',
    'source-timeout',
    ...READING_WRITES.map(() => 'database-busy'),
  ]);
});
