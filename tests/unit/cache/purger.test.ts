import { beforeEach, describe, expect, it } from 'vitest';
import { type PurgeOptions, type PurgeResult, Purger } from '../../../src/lib/cache/purger.ts';

const DONE: PurgeResult = { success: true, errors: [] };
const REFUSED: PurgeResult = { success: false, errors: [{ code: 10_000, message: 'rate limited' }] };

let now = 0;
let sleepers: { until: number; wake: () => void }[] = [];
let calls: PurgeOptions[] = [];
let answer: () => Promise<PurgeResult>;
let background: Promise<unknown>[] = [];
let events: Record<string, unknown>[] = [];
let purger: Purger;

beforeEach(() => {
  now = 1_000_000;
  [sleepers, calls, background, events] = [[], [], [], []];
  answer = async () => DONE;
  purger = new Purger({
    call: (options) => {
      calls.push(options);
      return answer();
    },
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((wake) => void sleepers.push({ until: now + milliseconds, wake: () => wake() })),
    waitUntil: (promise) => void background.push(promise),
    log: (level, event) => void events.push({ level, ...event }),
  });
});

/** Lets time pass, and whoever sleeps wake in turn. */
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
  it('is done when it resolves', async () => {
    await purger.purge(['users/2', 'users']);
    expect(calls).toEqual([{ tags: ['users/2', 'users'] }]);
    await Promise.all(background);
  });

  it('gathers with others while a call is under way, and waits for its own', async () => {
    const { promise: held, resolve } = Promise.withResolvers<PurgeResult>();
    answer = () => held;
    const first = purger.purge(['users/1', 'users']);
    await settled();
    answer = async () => DONE;
    const second = purger.purge(['users/2', 'users']);
    const third = purger.purge(['users/3', 'users']);
    await settled();
    expect(calls).toHaveLength(1);
    resolve(DONE);
    await Promise.all([first, second, third]);
    expect(calls.slice(1)).toEqual([{ tags: ['users', 'users/2', 'users/3'] }]);
  });

  it('is asked for again when its tag was written during the call', async () => {
    const { promise: held, resolve } = Promise.withResolvers<PurgeResult>();
    answer = () => held;
    const first = purger.purge(['users/1']);
    await settled();
    const second = purger.purge(['users/1']);
    resolve(DONE);
    await Promise.all([first, second]);
    expect(calls).toHaveLength(2);
  });

  it('waits in the background once the account has no calls left, with all that come in the meantime', async () => {
    for (let i = 0; i < 25; i++) await purger.purge([`users/${i}`]);
    expect(calls).toHaveLength(25);
    for (let i = 25; i < 60; i++) await purger.purge([`users/${i}`]);
    expect(calls).toHaveLength(25);
    await pass(12_000);
    expect(calls).toHaveLength(26);
    expect(calls.at(-1)?.tags).toHaveLength(35);
  });

  it('of more tags than one call can carry purges everything', async () => {
    await purger.purge(Array.from({ length: 101 }, (_, i) => `users/${i}`));
    expect(calls).toEqual([{ purgeEverything: true }]);
  });

  it('costs at most 25 calls and 5 a minute, however many writes there are', async () => {
    for (let i = 0; i < 3_000; i++) {
      void purger.purge(['users', `users/${i % 40}`]);
      await pass(100);
    }
    expect(calls.length).toBeLessThanOrEqual(25 + 5 * 5 + 1);
    await pass(12_000);
    const last = new Set(calls.slice(-2).flatMap(({ tags = [] }) => tags));
    expect(last).toContain('users/39');
  });
});

describe('a purge that fails', () => {
  it.each([
    ['is refused', async () => REFUSED],
    ['throws', () => Promise.reject(new Error('cache.purge is not a function'))],
  ])('because it %s does not fail the write, is logged and tried again', async (_, failing) => {
    answer = failing;
    await purger.purge(['users']);
    expect(events).toMatchObject([{ level: 'error', event: 'purge failed', tags: ['users'], failures: 1 }]);
    answer = async () => DONE;
    await pass(1_000);
    expect(calls).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({ event: 'purge', tags: 1 });
    await Promise.all(background);
  });

  it('is given up after four tries, within what Cloudflare allows after an answer', async () => {
    answer = async () => REFUSED;
    await purger.purge(['users']);
    await pass(30_000);
    await Promise.all(background);
    expect(calls).toHaveLength(4);
    expect(events.at(-1)).toMatchObject({ isLastTry: true, failures: 4 });
    answer = async () => DONE;
    await purger.purge(['posts']);
    expect(calls.at(-1)).toEqual({ tags: ['posts'] });
  });

  it('holds a write for three seconds at most', async () => {
    answer = () => new Promise(() => undefined);
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

  it('is taken over by a later write when the runtime has ended its request', async () => {
    answer = () => new Promise(() => undefined);
    void purger.purge(['users/1']);
    await pass(11_000);
    answer = async () => DONE;
    await purger.purge(['users/2']);
    expect(calls.at(-1)).toEqual({ tags: ['users/1', 'users/2'] });
  });
});
