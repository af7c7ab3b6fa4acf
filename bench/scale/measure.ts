import { cpuMilliseconds } from '../lib/processes.ts';
import { median } from '../lib/table.ts';
import type { Case, Sizes } from './cases.ts';
import { type Cost, costOf } from './cost.ts';
import { prepareCase, type Send } from './prepare-case.ts';

export interface Measured extends Cost {
  /** CPU time of workerd for one request, the database included: the median of the repetitions. */
  cpuMilliseconds: number;
}

const REPETITIONS = 15;
/** No further repetition begins after this time, in milliseconds. */
const MAX_CASE_MS = 1_500;

/** Sends the requests of a case one after the other. The rows are those of the first. */
export async function measureCase(
  oneCase: Case,
  sizes: Sizes,
  token: string,
  send: Send,
  processes: readonly number[],
): Promise<Measured> {
  let cost: Cost | undefined;
  const times: number[] = [];
  const started = performance.now();
  for (let n = 0; n < REPETITIONS && (n === 0 || performance.now() - started < MAX_CASE_MS); n++) {
    const request = await prepareCase(oneCase, sizes, token, send, n);
    const before = cpuMilliseconds(processes);
    const own = await costOf(await request());
    times.push(cpuMilliseconds(processes) - before);
    cost ??= own;
  }
  if (cost === undefined) throw new Error(`"${oneCase.name}" was not sent.`);
  return { ...cost, cpuMilliseconds: median(times) };
}
