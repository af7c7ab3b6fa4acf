import { beforeEach, expect, it } from 'vitest';
import { readPublicProblem, secretError, useFaultyWorker } from '../../support/worker/faulty-worker.ts';
import { call, write } from '../../support/worker/worker.ts';

const faulty = useFaultyWorker();
const { server } = faulty;

const DB = { error: secretError('Network connection lost.') };
const MINUTE = 60_000;
/** Beyond `max-age` and `stale-while-revalidate`, within `stale-if-error`. */
const STALE_MS = 20 * MINUTE;

let path = '';
let n = 0;
beforeEach(() => {
  // The clock of the cache goes back with each test, so each has its own key.
  path = `/api/users?_page=1&_limit=${++n}`;
});

async function statusOf(url: string): Promise<[status: number, cacheStatus: string | null]> {
  const response = await call(url, {}, server);
  await response.arrayBuffer();
  return [response.status, response.headers.get('cf-cache-status')];
}

it('the edge serves stale responses while D1 fails, and fresh ones again afterwards', async () => {
  expect(await statusOf(path)).toEqual([200, 'MISS']);
  await faulty.break({ DB, clockMs: STALE_MS });
  expect(await statusOf(path)).toEqual([200, 'STALE']);
  expect(await statusOf(path)).toEqual([200, 'STALE']);
  await faulty.break({ clockMs: STALE_MS });
  expect(await statusOf(path)).toEqual([200, 'REVALIDATED']);
});

it('the edge has nothing for what nobody has read, and for what is older than a day', async () => {
  await faulty.break({ DB });
  const unread = await call(path, {}, server);
  expect(await readPublicProblem(unread)).toMatchObject({ code: 'database-busy' });
  await faulty.break({});
  expect(await statusOf(path)).toEqual([200, 'MISS']);
  await faulty.break({ DB, clockMs: 25 * 60 * MINUTE });
  const old = await call(path, {}, server);
  expect(await readPublicProblem(old)).toMatchObject({ code: 'database-busy' });
});

it('a write that D1 executed without a confirmation is visible to the next read', async () => {
  expect(await statusOf('/api/users')).toEqual([200, 'MISS']);
  expect(await statusOf('/api/users/1')).toEqual([200, 'MISS']);
  await faulty.break({ DB: { ...DB, isExecuted: true, times: 1 } });
  expect((await write('DELETE', '/api/users/1', undefined, {}, server)).status).toBe(503);
  expect(await statusOf('/api/users/1')).toEqual([404, 'MISS']);
  expect(await statusOf('/api/users')).toEqual([200, 'MISS']);
});
