import { Problem } from '../../http/problem/problem.ts';
import type { ProblemCode } from '../../http/problem/problem-codes.ts';

/** The statuses of an upstream that clients must be able to tell apart. Every other one is `source-failed`, a 502. */
const CODES: ReadonlyMap<number, ProblemCode> = new Map([
  [401, 'source-forbidden'],
  [403, 'source-forbidden'],
  [404, 'source-not-found'],
  [410, 'source-gone'],
  [429, 'source-busy'],
  [503, 'source-busy'],
  [508, 'source-loop'],
]);

/** Bounds of `Retry-After`, in seconds, and its value when the upstream sends none. */
const MIN_RETRY = 1;
const MAX_RETRY = 3600;
const DEFAULT_RETRY = 10;

/**
 * Returns the Problem for a status of an upstream other than 200.
 *
 * @param now milliseconds since 1970
 */
export function statusProblem({ status, headers }: Response, now: number): Problem {
  const code = CODES.get(status) ?? 'source-failed';
  if (code === 'source-loop') return new Problem(code, 'The source points back to this service.');
  const detail = `The source responded with status ${status}; it must be 200.`;
  if (code !== 'source-busy') return new Problem(code, detail);
  return new Problem(code, detail, { headers: { 'retry-after': String(retryAfter(headers, now)) } });
}

/** Reads `Retry-After`, which is a number of seconds or a date (RFC 9110 section 10.2.3). */
function retryAfter(headers: Headers, now: number): number {
  const value = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - now) / 1000);
  return Number.isNaN(seconds) ? DEFAULT_RETRY : Math.min(Math.max(seconds, MIN_RETRY), MAX_RETRY);
}
