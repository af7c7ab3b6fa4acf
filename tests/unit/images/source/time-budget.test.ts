import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TimeBudget } from '../../../../src/lib/images/source/time-budget.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A wait of this many milliseconds. */
const wait = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('a time budget of 100 ms', () => {
  it('is spent by one wait of more than 100 ms', async () => {
    const budget = new TimeBudget(100, Date.now);
    const waiting = budget.spend(wait(150));
    await vi.advanceTimersByTimeAsync(99);
    expect(budget.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(budget.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(50);
    await waiting;
  });

  it('is spent by waits of more than 100 ms together', async () => {
    const budget = new TimeBudget(100, Date.now);
    for (const [ms, isSpent] of [
      [40, false],
      [40, false],
      [40, true],
    ] as const) {
      const waiting = budget.spend(wait(ms));
      await vi.advanceTimersByTimeAsync(ms);
      await waiting;
      expect(budget.signal.aborted).toBe(isSpent);
    }
  });

  it('is not spent by the time between waits', async () => {
    const budget = new TimeBudget(100, Date.now);
    for (let i = 0; i < 3; i++) {
      const waiting = budget.spend(wait(20));
      await vi.advanceTimersByTimeAsync(20);
      await waiting;
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect(budget.signal.aborted).toBe(false);
  });

  it('passes the result or the error of a wait on', async () => {
    const budget = new TimeBudget(100, Date.now);
    await expect(budget.spend(() => Promise.resolve(7))).resolves.toBe(7);
    await expect(budget.spend(() => Promise.reject(new Error('reset')))).rejects.toThrow('reset');
    await vi.advanceTimersByTimeAsync(1000);
    expect(budget.signal.aborted).toBe(false);
  });

  it('can be extended', async () => {
    const budget = new TimeBudget(100, Date.now);
    budget.extend(100);
    const waiting = budget.spend(wait(150));
    await vi.advanceTimersByTimeAsync(150);
    await waiting;
    expect(budget.signal.aborted).toBe(false);
  });
});
