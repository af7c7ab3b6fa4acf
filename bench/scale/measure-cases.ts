import { rmSync } from 'node:fs';
import { startBuiltWorker } from '../lib/built-worker.ts';
import { cpuMilliseconds, servingProcesses } from '../lib/processes.ts';
import { median } from '../lib/table.ts';
import type { Case, Sizes } from './cases.ts';
import { type Cost, costOf } from './cost.ts';
import { copyDatabase } from './database-copy.ts';
import { prepareCase, type Send } from './prepare-case.ts';

export interface Measured extends Cost {
  /** CPU time of workerd per request, including the database: the median of the repetitions. */
  cpuMilliseconds: number;
}

/** The token of writes. Reads are sent without a token. */
const TOKEN = 'the-token-of-the-benchmark';
const REPETITIONS = 15;
/** No further repetition begins after this time, in milliseconds. */
const MAX_CASE_MS = 1_500;

/** Measures cases one after the other, on a copy of the database with these documents. */
export async function measureCases(
  cases: readonly Case[],
  sizes: Sizes,
  project: string,
): Promise<Measured[]> {
  const folder = await copyDatabase(project, sizes);
  const vars = { ADMIN_TOKEN: TOKEN, EDGE_CACHE: 'off' };
  const { url, stop } = await startBuiltWorker({ vars, folder, project });
  const processes = servingProcesses(process.pid);
  const send: Send = (path, init) => fetch(new URL(path, url), init);
  const measured: Measured[] = [];
  for (const oneCase of cases) {
    process.stderr.write(`${sizes.users.toLocaleString('en')}: ${oneCase.name}\n`);
    measured.push(await measureCase(oneCase, sizes, send, processes));
  }
  await stop();
  rmSync(folder, { recursive: true });
  return measured;
}

/** Sends the requests of a case one after the other. The rows are those of the first request. */
async function measureCase(
  oneCase: Case,
  sizes: Sizes,
  send: Send,
  processes: readonly number[],
): Promise<Measured> {
  let cost: Cost | undefined;
  const times: number[] = [];
  const started = performance.now();
  for (let n = 0; n < REPETITIONS && (n === 0 || performance.now() - started < MAX_CASE_MS); n++) {
    const request = await prepareCase(oneCase, sizes, TOKEN, send, n);
    const before = cpuMilliseconds(processes);
    const own = await costOf(await request());
    times.push(cpuMilliseconds(processes) - before);
    cost ??= own;
  }
  if (cost === undefined) throw new Error(`"${oneCase.name}" was not sent.`);
  return { ...cost, cpuMilliseconds: median(times) };
}
