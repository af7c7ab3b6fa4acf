import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { etagOf, restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { call, isLost, write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

describe('preconditions of a write', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])(
    '%s succeeds with the current entity tag, strong or weak, and is 412 with any other',
    async (method) => {
      const etag = await etagOf('/api/users/1');
      const stale = await write(method, '/api/users/1', { name: 'x' }, { 'if-match': '"0-0"' });
      expect(stale.status).toBe(412);
      expect(stale.headers.get('etag')).toBe(etag);
      expect((await write(method, '/api/users/1', { name: 'x' }, { 'if-none-match': etag })).status).toBe(
        412,
      );
      expect(
        (await write(method, '/api/users/1', { name: 'x' }, { 'if-match': `"0-0", W/${etag}` })).status,
      ).toBe(200);
      expect((await write(method, '/api/users/1', { name: 'x' }, { 'if-match': etag })).status).toBe(412);
    },
  );

  it('accept up to 50 entity tags, and the tag of a response with related documents', async () => {
    const etag = await etagOf('/api/users/1?_embed=pictures');
    const others = Array.from({ length: 49 }, (_, i) => `"${i}-0"`).join(', ');
    const refused = await write(
      'PUT',
      '/api/users/1',
      { name: 'x' },
      { 'if-none-match': `${others}, ${etag}` },
    );
    expect(refused.status).toBe(412);
    expect(
      (await write('PUT', '/api/users/1', { name: 'x' }, { 'if-match': `${others}, ${etag}` })).status,
    ).toBe(200);
    expect(
      (await write('PUT', '/api/users/1', { name: 'x' }, { 'if-match': `${others}, "a", "b"` })).status,
    ).toBe(400);
  });

  it('no two states of a document share an entity tag, even after it is deleted and created again', async () => {
    const tags = [await etagOf('/api/users/1')];
    await write('DELETE', '/api/users/1');
    await write('POST', '/api/users', { id: 1, name: 'Chris' });
    tags.push(await etagOf('/api/users/1'));
    await write('PUT', '/api/users/1', { name: 'Chris' });
    tags.push(await etagOf('/api/users/1'));
    expect(new Set(tags).size).toBe(3);
  });
});

const CLIENTS = 50;
/** Increments of each client. */
const TIMES = 8;

interface Counter {
  n: number;
  /** How often each client has counted. */
  done: Record<string, number>;
}

/**
 * Increments the counter and the client's own share of it. The share shows whether a write took effect whose response
 * the local runtime lost (see `isLost`).
 *
 * @param jitter what part of the longest wait to take before each retry, in thousandths
 */
async function incrementOften(client: string, times: number, jitter: Iterator<number>): Promise<void> {
  let known = await call('/api/users/counter');
  for (let wait = 100; ; ) {
    const { n, done } = (await known.json()) as Counter;
    const mine = done[client] ?? 0;
    if (mine === times) return;
    const increment = { n: n + 1, done: { [client]: mine + 1 } };
    const headers = { 'if-match': known.headers.get('etag') ?? '' };
    const written = await write('PATCH', '/api/users/counter', increment, headers);
    if (written.status === 200) {
      known = written;
      continue;
    }
    if (!(await isLost(written))) expect(written.status, await written.text()).toBe(412);
    await new Promise((resolve) => setTimeout(resolve, (jitter.next().value / 1000) * wait));
    wait = Math.min(wait * 1.5, 3000);
    known = await call('/api/users/counter');
  }
}

/** Without bias, because fast-check otherwise prefers the bounds, and clients that retry together. */
const permille = fc.noBias(fc.integer({ min: 0, max: 1000 }));
const jitters = fc.array(fc.infiniteStream(permille), { minLength: CLIENTS, maxLength: CLIENTS });

async function countTogether(jitterOfClients: Iterator<number>[]): Promise<void> {
  await write('POST', '/api/users', { id: 'counter', name: 'counter', n: 0, done: {} });
  await Promise.all(jitterOfClients.map((jitter, client) => incrementOften(`c${client}`, TIMES, jitter)));
  const { n, done } = (await (await call('/api/users/counter')).json()) as Counter;
  expect(n).toBe(CLIENTS * TIMES);
  expect(Object.values(done)).toEqual(Array.from({ length: CLIENTS }, () => TIMES));
}

describe('concurrent writes with If-Match', () => {
  it('400 increments by 50 clients end at exactly 400', { timeout: 300_000 }, async () => {
    await fc.assert(fc.asyncProperty(jitters, countTogether), { numRuns: 1, endOnFailure: true });
  });
});
