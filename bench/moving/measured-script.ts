import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface MeasuredRun {
  /** The exit status; `null` if the process was killed. */
  code: number | null;
  output: string;
  seconds: number;
  /** The greatest resident memory of the process, in megabytes (`VmHWM` of proc(5)). */
  peakMegabytes: number;
}

/** Interval between two readings of a process, in milliseconds. */
const POLL_MS = 50;

/**
 * Runs an npm script of a project without npm, and measures it. Linux only.
 *
 * @param shouldKill called at each reading; `true` ends the process with SIGKILL
 */
export async function runMeasured(
  project: string,
  script: string,
  args: readonly string[],
  shouldKill: () => boolean = () => false,
): Promise<MeasuredRun> {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const [, ...own] = (scripts[script] ?? '').split(' ');
  const started = performance.now();
  const child = spawn(process.execPath, [...own, ...args], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  let peakMegabytes = 0;
  const poll = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid));
    if (shouldKill()) child.kill('SIGKILL');
  }, POLL_MS);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(poll);
  return { code, output: output.trim(), seconds: (performance.now() - started) / 1_000, peakMegabytes };
}

function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    // The process has ended.
    return 0;
  }
}
