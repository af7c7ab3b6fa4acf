import { type Call, send } from '../lib/load.ts';
import { median } from '../lib/table.ts';
import type { Contender, CpuCase } from './cpu-cases.ts';
import { type PipelinedLoad, sendPipelined } from './pipelined-load.ts';
import { restingCpuMicroseconds } from './resting-cpu-time.ts';
import { type Recordings, startWorkerd, type Workerd } from './workerd.ts';

/** Requests after which V8 has optimised the code. */
const WARM_UP = 6_000;
const ROUNDS = 9;
const REQUESTS_PER_ROUND = 3_000;
/** Fresh isolates whose first request is measured. */
const ISOLATES = 15;

/** A running contender. */
export interface Running {
  contender: Contender;
  workerd: Workerd;
}

/**
 * Measures the CPU time per request of a case, in microseconds, for each contender and round. The contenders take turns; one
 * without the case has no rounds.
 */
export async function measureCase(name: string, running: readonly Running[]): Promise<number[][]> {
  const loads = await Promise.all(
    running.map(async ({ contender, workerd }) => {
      const found = contender.cases.find((oneCase) => oneCase.name === name);
      return found === undefined ? null : loadOf(workerd, found);
    }),
  );
  for (const load of loads) if (load !== null) await sendPipelined({ ...load, amount: WARM_UP });
  const rounds: number[][] = running.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, load] of loads.entries()) {
      const workerd = running[i]?.workerd;
      if (load === null || workerd === undefined) continue;
      const before = await restingCpuMicroseconds(workerd.pid);
      const sent = await sendPipelined(load);
      rounds[i]?.push(((await restingCpuMicroseconds(workerd.pid)) - before) / sent);
    }
  }
  return rounds;
}

/** Measures the CPU time of the first item of an isolate, in milliseconds: the median of fresh isolates. */
export async function measureFirstRequest(
  { worker, cases }: Contender,
  database: Recordings,
): Promise<number> {
  const [call] = cases.find(({ name }) => name === 'item')?.calls ?? [];
  if (call === undefined) throw new Error('There is no item.');
  const values: number[] = [];
  for (let i = 0; i < ISOLATES; i++) {
    const workerd = await startWorkerd(worker, database);
    const before = await restingCpuMicroseconds(workerd.pid);
    const { status } = await send(workerd.origin, call);
    values.push((await restingCpuMicroseconds(workerd.pid)) - before);
    await workerd.stop();
    if (status !== 200) throw new Error(`${call.path} responded with ${status}.`);
  }
  return median(values) / 1000;
}

async function loadOf({ origin }: Workerd, { calls, status }: CpuCase): Promise<PipelinedLoad> {
  const sent = status === 304 ? await Promise.all(calls.map((call) => withEntityTag(origin, call))) : calls;
  return { origin, calls: sent, status, amount: REQUESTS_PER_ROUND };
}

async function withEntityTag(origin: string, call: Call): Promise<Call> {
  const { headers } = await send(origin, call);
  return { ...call, headers: { 'if-none-match': headers.get('etag') ?? '' } };
}
