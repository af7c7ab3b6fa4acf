import { Problem } from '../../../http/problem/problem.ts';
import { withinTime } from '../../../http/time-limit.ts';
import { busy, mayRepeat, publicError, unconfirmed } from './d1-errors.ts';

/**
 * Milliseconds that a read may take, with its second attempt. D1 does not limit how long a call waits for other calls,
 * and reads within the bounds of a list take a few milliseconds.
 */
export const READ_BUDGET_MS = 10_000;

/**
 * Milliseconds that a write may take. D1 ends a batch after 30 s, so its outcome is known by then:
 * https://developers.cloudflare.com/d1/platform/limits/
 */
export const WRITE_BUDGET_MS = 35_000;

/** The longest pause before the second attempt, in milliseconds. It is random, so that requests spread. */
const MAX_PAUSE_MS = 100;

/**
 * Sends a call to D1. Repeats it once after a transient error if that is safe: a read, or a write whose error means that
 * nothing was executed (https://developers.cloudflare.com/d1/best-practices/retry-queries/).
 *
 * @throws Problem 503 when D1 fails, is busy, lacks a table, or takes longer than the budget
 */
export async function callD1<Result>(send: () => Promise<Result>, isRead: boolean): Promise<Result> {
  const budget = isRead ? READ_BUDGET_MS : WRITE_BUDGET_MS;
  const late = () => {
    const cause = new Error(`D1 did not respond within ${budget} ms.`);
    return isRead ? busy(cause) : unconfirmed(cause);
  };
  try {
    return await withinTime(sendTwice(send, isRead), budget, late);
  } catch (error) {
    throw error instanceof Problem ? error : publicError(error, isRead);
  }
}

async function sendTwice<Result>(send: () => Promise<Result>, isRead: boolean): Promise<Result> {
  try {
    return await send();
  } catch (error) {
    if (!mayRepeat(error, isRead)) throw error;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * MAX_PAUSE_MS));
    return send();
  }
}
