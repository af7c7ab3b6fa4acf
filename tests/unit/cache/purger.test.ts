import { beforeEach, describe, expect, it } from 'vitest';
import { type PurgeOptions, type PurgeResult, Purger } from '../../../src/lib/cache/purger.ts';

const DONE: PurgeResult = { success: true, errors: [] };
const REFUSED: PurgeResult = { success: false, errors: [{ code: 10_000, message: 'rate limited' }] };

let now = 0;
let sleepers: { until: number; wake: () => void }[] = [];
let calls: PurgeOptions[] = [];
let respond: () => Promise<PurgeResult>;
let background: Promise<unknown>[] = [];
let events: Record<string, unknown>[] = [];
let purger: Purger;

beforeEach(() => {
  now = 1_000_000;
  [sleepers, calls, background, events] = [[], [], [], []];
  respond = async () => DONE;
  purger = new Purger({
    call: (options) => {
      calls.push(options);
      return respond();
    },
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((wake) => void sleepers.push({ until: now + milliseconds, wake: () => wake() })),
    waitUntil: (promise) => void background.push(promise),
    log: (level, event) => void events.push({ level, ...event }),
  });
});

/** Lets time pass, and wakes the sleepers in turn. */
async function pass(milliseconds: number): Promise<void> {
  const end = now + milliseconds;
  for (;;) {
    await settled();
    const next = sleepers.filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0];
    if (next === undefined) break;
    now = Math.max(now, next.until);
    sleepers.splice(sleepers.indexOf(next), 1);
    next.wake();
  }
  now = end;
}

async function settled(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

describe('a purge', () => {
  it('resolves after its call has ended', async () => {
    await purger.purge(['users/2', 'users']);
    expect(calls).toEqual([{ tags: ['users/2', 'users'] }]);
    await Promise.all(background);
  });

  it('that starts during a call shares the next call with other purges', async () => {
    const { promise: held, resolve } = Promise.withResolvers<PurgeResult>();
    respond = () => held;
    const first = purger.purge(['users/1', 'users']);
    await settled();
    respond = async () => DONE;
    const second = purger.purge(['users/2', 'users']);
    const third = purger.purge(['users/3', 'users']);
    await settled();
    expect(calls).toHaveLength(1);
    resolve(DONE);
    await Promise.all([first, second, third]);
    expect(calls.slice(1)).toEqual([{ tags: ['users', 'users/2', 'users/3'] }]);
  });

  it('of a tag that a running call purges is repeated after that call', async () => {
    const { promise: held, resolve } = Promise.withResolvers<PurgeResult>();
    respond = () => held;
    const first = purger.purge(['users/1']);
    await settled();
    const second = purger.purge(['users/1']);
    resolve(DONE);
    await Promise.all([first, second]);
    expect(calls).toHaveLength(2);
  });

  it('of more than 100 tags purges everything', async () => {
    await purger.purge(Array.from({ length: 101 }, (_, i) => `users/${i}`));
    expect(calls).toEqual([{ purgeEverything: true }]);
  });
});

describe('a purge that fails', () => {
  it.each([
    ['is refused', async () => REFUSED],
    ['throws', () => Promise.reject(new Error('cache.purge is not a function'))],
  ])('because it %s does not fail the write, and is logged and repeated', async (_, failing) => {
    respond = failing;
    await purger.purge(['users']);
    expect(events).toMatchObject([{ level: 'error', event: 'purge failed', tags: ['users'], failures: 1 }]);
    respond = async () => DONE;
    await pass(1_000);
    expect(calls).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({ event: 'purge', tags: 1 });
    await Promise.all(background);
  });

  it('is given up after four calls within 30 s', async () => {
    respond = async () => REFUSED;
    await purger.purge(['users']);
    await pass(30_000);
    await Promise.all(background);
    expect(calls).toHaveLength(4);
    expect(events.at(-1)).toMatchObject({ isLastTry: true, failures: 4 });
    respond = async () => DONE;
    await purger.purge(['posts']);
    expect(calls.at(-1)).toEqual({ tags: ['posts'] });
  });

  it('delays a write by at most 3 s', async () => {
    respond = () => new Promise(() => undefined);
    let isDone = false;
    void purger.purge(['users']).then(() => {
      isDone = true;
    });
    await pass(2_999);
    expect(isDone).toBe(false);
    await pass(1);
    await settled();
    expect(isDone).toBe(true);
  });

  it('because its call does not end within 3 s is logged and repeated', async () => {
    respond = () => new Promise(() => undefined);
    await Promise.all([purger.purge(['users']), pass(3_000)]);
    expect(events.at(-1)).toMatchObject({ event: 'purge failed', errors: ['0 no response within 3000 ms'] });
    respond = async () => DONE;
    await pass(1_000);
    expect(events.at(-1)).toMatchObject({ event: 'purge', tags: 1 });
    await Promise.all(background);
  });

  it('is taken over by a later write when the runtime has ended its request', async () => {
    respond = () => new Promise(() => undefined);
    void purger.purge(['users/1']);
    await settled();
    // No timer and no promise of a request continues after it.
    sleepers = [];
    await pass(11_000);
    respond = async () => DONE;
    await purger.purge(['users/2']);
    expect(calls.at(-1)).toEqual({ tags: ['users/1', 'users/2'] });
  });

  it('does not delay the writes during a pause, which share the next call', async () => {
    respond = async () => REFUSED;
    await purger.purge(['users/0']);
    for (let i = 1; i < 36; i++) await purger.purge([`users/${i}`]);
    expect(calls).toHaveLength(1);
    respond = async () => DONE;
    await pass(1_000);
    expect(calls).toHaveLength(2);
    expect(calls[1]?.tags).toHaveLength(36);
  });

  it('does not cost a tag that joins during a pause any of its four calls', async () => {
    respond = async () => REFUSED;
    await purger.purge(['users']);
    await pass(2_000);
    await purger.purge(['posts']);
    await pass(60_000);
    await Promise.all(background);
    expect(calls.map(({ tags }) => tags)).toEqual([
      ['users'],
      ['users'],
      ['users', 'posts'],
      ['users', 'posts'],
      ['posts'],
      ['posts'],
    ]);
    expect(events.map(({ isLastTry }) => isLastTry)).toEqual([false, false, false, true, false, true]);
  });

  it('keeps its pause when a later write takes over', async () => {
    respond = async () => REFUSED;
    await purger.purge(['users/1']);
    await pass(11_000);
    expect(calls).toHaveLength(3);
    respond = async () => DONE;
    await purger.purge(['users/2']);
    await pass(6_999);
    expect(calls).toHaveLength(3);
    await pass(1);
    expect(calls.slice(3)).toEqual([{ tags: ['users/1', 'users/2'] }]);
  });

  it('is delayed, not lost, when 3,000 writes in 5 minutes exceed the limit of the account', async () => {
    // Cloudflare's limit: 25 calls at once and 5 more per minute.
    let [allowed, countedAt] = [25, now];
    const lastWrite = new Map<string, number>();
    const lastPurge = new Map<string, number>();
    respond = async () => {
      allowed = Math.min(25, allowed + (now - countedAt) / 12_000);
      countedAt = now;
      if (allowed < 1) return REFUSED;
      allowed--;
      for (const tag of calls.at(-1)?.tags ?? []) lastPurge.set(tag, now);
      return DONE;
    };
    for (let i = 0; i < 3_000; i++) {
      const tags = ['users', `users/${i % 40}`];
      for (const tag of tags) lastWrite.set(tag, now);
      void purger.purge(tags);
      await pass(100);
    }
    await pass(30_000);
    await Promise.all(background);
    for (const [tag, writtenAt] of lastWrite) expect(lastPurge.get(tag)).toBeGreaterThanOrEqual(writtenAt);
    expect(calls.length).toBeLessThan(150);
  });
});
