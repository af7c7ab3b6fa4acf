import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  callD1,
  READ_BUDGET_MS,
  WRITE_BUDGET_MS,
} from '../../../../../src/lib/documents/store/d1/d1-call.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Calls that fail with this message for the first times. */
function failing(message: string, times: number): { send: () => Promise<string>; sent: () => number } {
  let sent = 0;
  const send = async () => {
    sent += 1;
    if (sent <= times) throw new Error(message);
    return 'answer';
  };
  return { send, sent: () => sent };
}

/** The result of a call, or the code and the `Retry-After` of its Problem. */
async function outcome(send: () => Promise<string>, isRead: boolean): Promise<unknown> {
  const call = callD1(send, isRead).catch(
    ({ code, headers }: { code?: string; headers?: Record<string, string> }) => [
      code,
      headers?.['retry-after'],
    ],
  );
  await vi.runAllTimersAsync();
  return call;
}

const busy = ['database-busy', '1'];
const failed = ['database-unavailable', '10'];
const unconfirmed = ['write-unconfirmed', '1'];
const outdated = ['database-unavailable', undefined];
const fault = [undefined, undefined];

/** Messages of https://developers.cloudflare.com/d1/observability/debug-d1/ and of SQLite. */
describe.each([
  ['Network connection lost.', 'answer', unconfirmed, busy],
  ['D1_ERROR: D1 DB reset because its code was updated.', 'answer', unconfirmed, busy],
  ['D1_ERROR: Internal error in D1 DB storage caused object to be reset.', 'answer', unconfirmed, busy],
  ["D1_ERROR: Can't read from request stream because client disconnected.", 'answer', unconfirmed, busy],
  ['D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.', 'answer', 'answer', busy],
  [
    'D1_ERROR: Internal error while starting up D1 DB storage caused object to be reset.',
    'answer',
    'answer',
    busy,
  ],
  ['D1_ERROR: D1 DB is overloaded. Requests queued for too long.', busy, busy, busy],
  ['D1_ERROR: D1 DB is overloaded. Too many requests queued.', busy, busy, busy],
  [
    'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
    busy,
    unconfirmed,
    busy,
  ],
  ["D1_ERROR: D1 DB's isolate exceeded its memory limit and was reset.", busy, unconfirmed, busy],
  ['D1_ERROR: D1 DB exceeded its CPU time limit and was reset.', busy, unconfirmed, busy],
  ['D1_ERROR: Exceeded maximum DB size.', failed, failed, failed],
  ['D1_ERROR: internal error; reference = abc', failed, unconfirmed, failed],
  ['D1_ERROR: disk I/O error: SQLITE_IOERR', failed, unconfirmed, failed],
  ['D1_ERROR: no such table: users: SQLITE_ERROR', outdated, outdated, outdated],
  ['D1_ERROR: near "SELEC": syntax error at offset 0: SQLITE_ERROR', fault, fault, fault],
])('after the error "%s"', (message, readOnce, writeOnce, readAlways) => {
  it('a read is sent again only if the error is transient', async () => {
    const { send, sent } = failing(message, 1);
    expect(await outcome(send, true)).toEqual(readOnce);
    expect(sent()).toBe(readOnce === 'answer' ? 2 : 1);
  });

  it('a write is sent again only when nothing was executed', async () => {
    const { send, sent } = failing(message, 1);
    expect(await outcome(send, false)).toEqual(writeOnce);
    expect(sent()).toBe(writeOnce === 'answer' ? 2 : 1);
  });

  it('a call is sent at most twice', async () => {
    const { send, sent } = failing(message, 9);
    expect(await outcome(send, true)).toEqual(readAlways);
    expect(sent()).toBeLessThanOrEqual(2);
  });
});

it.each([
  ['read', true, READ_BUDGET_MS, 'database-busy'],
  ['write', false, WRITE_BUDGET_MS, 'write-unconfirmed'],
] as const)('a %s without a response ends with its time budget', async (_, isRead, budget, code) => {
  const call = callD1(() => new Promise(() => undefined), isRead);
  const ended = vi.fn();
  call.catch(ended);
  await vi.advanceTimersByTimeAsync(budget - 1);
  expect(ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toHaveBeenCalledWith(expect.objectContaining({ code, status: 503 }));
});

it('a call that responds leaves no timer', async () => {
  await callD1(async () => 'answer', true);
  expect(vi.getTimerCount()).toBe(0);
});
