import { beforeEach, expect, it } from 'vitest';
import { secretError, useFaultyWorker } from '../../support/worker/faulty-worker.ts';
import { call, write } from '../../support/worker/worker.ts';

const faulty = useFaultyWorker({ HAS_PURGE: 'yes' });
const { server } = faulty;

beforeEach(() => server.clearLogs());

async function logged(event: string): Promise<Record<string, unknown>[]> {
  return (await server.logs())
    .map(({ message }) => message)
    .filter((message) => message.includes(`"event":"${event}"`))
    .map((message) => JSON.parse(message) as Record<string, unknown>);
}

it('a write purges with one call', async () => {
  expect((await write('PATCH', '/api/users/1', { name: 'A' }, {}, server)).status).toBe(200);
  expect(await faulty.calls()).toEqual({ DB: 1, PURGE: 1 });
  expect(await logged('purge')).toHaveLength(1);
});

it('every write waits for its own purge, and not for that of an earlier request', async () => {
  for (const name of ['one', 'two', 'three']) {
    expect((await write('PATCH', '/api/users/1', { name }, {}, server)).status).toBe(200);
  }
  const together = ['four', 'five', 'six'].map((name, i) =>
    write('PATCH', `/api/users/${i}`, { name }, {}, server),
  );
  expect((await Promise.all(together)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await warnings()).toEqual([]);
});

it.each([
  ['throws twice', { error: secretError('Network connection lost.'), times: 2 }],
  ['is refused', { status: 10_000, times: 1 }],
  ['never ends', { isSilent: true, times: 1 }],
])('a purge that %s does not fail the write, is logged and repeated', async (kind, fault) => {
  await faulty.break({ PURGE: fault });
  const response = await write('PATCH', '/api/users/1', { name: kind }, {}, server);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ name: kind });
  // The time for which the edge may still serve the old state.
  const read = await call('/api/users/1', {}, server);
  expect(read.headers.get('cloudflare-cdn-cache-control')).toContain(
    'max-age=60, stale-while-revalidate=600',
  );
  expect(await read.json()).toMatchObject({ name: kind });
  await expect.poll(() => logged('purge'), { timeout: 20_000 }).toHaveLength(1);
  const failures = await logged('purge failed');
  expect(failures).toHaveLength(fault.times);
  expect(failures[0]).toMatchObject({ tags: ['users/1', 'users'], failures: expect.any(Number) });
  expect(await warnings()).toEqual([]);
});

/** Lines of the runtime about promises that nothing handles or continues. */
async function warnings(): Promise<string[]> {
  const messages = (await server.logs()).map(({ message }) => message);
  return messages.filter((message) =>
    /unhandled|uncaught|different request context|never generate/i.test(message),
  );
}
