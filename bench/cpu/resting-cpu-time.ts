import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMilliseconds } from '../lib/processes.ts';

/** Time between two readings, in milliseconds. */
const SETTLE_MS = 60;

/** Waits until a process uses no more CPU time. Returns its CPU time in microseconds. Linux only. */
export async function restingCpuMicroseconds(pid: number): Promise<number> {
  for (let before = cpuMilliseconds([pid]); ; ) {
    await sleep(SETTLE_MS);
    const after = cpuMilliseconds([pid]);
    if (after === before) return after * 1000;
    before = after;
  }
}
