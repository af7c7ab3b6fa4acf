import { readdirSync, readFileSync } from 'node:fs';

/** Finds the workerd processes among a process and its descendants; if there are none, returns all of them. Linux only. */
export function servingProcesses(root: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((pid) => [Number(pid), Number(statusOf(pid, 'PPid'))]));
  const tree = [...parents.keys()].filter((pid) => isWithin(pid, root, parents));
  const workers = tree.filter((pid) => statusOf(String(pid), 'Name') === 'workerd');
  return workers.length > 0 ? workers : tree;
}

/** Returns the resident memory of the processes together, in megabytes of 2^20 bytes (`VmRSS` of proc(5)). */
export function residentMegabytes(processes: readonly number[]): number {
  return processes.reduce((sum, pid) => sum + Number.parseInt(statusOf(String(pid), 'VmRSS'), 10) / 1024, 0);
}

/**
 * Returns the CPU time of the processes together, in milliseconds. Linux only. The time of ended threads is not counted;
 * workerd keeps its threads.
 */
export function cpuMilliseconds(processes: readonly number[]): number {
  const threads = processes.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((id) => [pid, id] as const),
  );
  return threads.reduce((sum, [pid, id]) => sum + nanosecondsOf(pid, id) / 1e6, 0);
}

/** The first figure of `schedstat`: https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat */
function nanosecondsOf(pid: number, thread: string): number {
  try {
    return Number.parseInt(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'), 10);
  } catch {
    // The thread has ended since the folder was listed.
    return 0;
  }
}

function isWithin(pid: number, root: number, parents: Map<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) {
    if (at === root) return true;
  }
  return false;
}

function statusOf(pid: string, field: string): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '0';
  } catch {
    // The process has ended since /proc was listed.
    return '0';
  }
}
