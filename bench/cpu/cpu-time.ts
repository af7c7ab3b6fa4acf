import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Time between two readings of a process that comes to rest, in milliseconds. */
const SETTLE_MS = 60;

/** CPU time of all threads of a process, in microseconds. Linux only: https://docs.kernel.org/scheduler/sched-stats.html */
export function cpuMicroseconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) => {
    const [running = ''] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return Number(running);
  });
  return nanoseconds.reduce((sum, value) => sum + value, 0) / 1000;
}

/** CPU time of a process once it no longer uses any, in microseconds. */
export async function restingCpuMicroseconds(pid: number): Promise<number> {
  for (let before = cpuMicroseconds(pid); ; ) {
    await sleep(SETTLE_MS);
    const after = cpuMicroseconds(pid);
    if (after === before) return after;
    before = after;
  }
}
