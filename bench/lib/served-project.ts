import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** Time between two requests to a server that starts, in milliseconds. */
const POLL_MS = 100;

/**
 * Runs `npm start` of a project on a free port while `use` runs.
 *
 * @param args further arguments of `npm start`
 * @throws Error if the server ends before it serves
 */
export async function withServedProject(
  project: string,
  args: readonly string[],
  use: (origin: string) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const own = ['--port', String(port), '--inspector-port', '0', ...args];
  const server = spawn(process.execPath, ['scripts/start.ts', ...own], {
    cwd: project,
    // Its processes are a group, which ends as one.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(server, 'close');
  try {
    while (!(await isServing(origin))) {
      if (server.exitCode !== null) throw new Error('npm start ended before it served.');
      await sleep(POLL_MS);
    }
    await use(origin);
  } finally {
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid);
    await ended;
  }
}

async function isServing(origin: string): Promise<boolean> {
  return fetch(`${origin}/health.json`).then(
    ({ ok }) => ok,
    () => false,
  );
}
