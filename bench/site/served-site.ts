import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { copyProject } from '../../scripts/lib/build/project-copy.ts';

/** What `npm start` prints last. */
const READY = 'shows every request';

export interface ServedSite {
  origin: string;
  stop(): Promise<void>;
}

/** Runs `npm start` in a copy of the project, whose database has the first documents. */
export async function serveSite(): Promise<ServedSite> {
  const project = copyProject();
  const port = await freePort();
  const args = ['scripts/start.ts', '--port', String(port), '--inspector-port', '0'];
  const server = spawn(process.execPath, args, {
    cwd: project,
    // Its processes are a group, which ends as one.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  const stop = async () => {
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid);
    await ended;
    rmSync(project, { recursive: true, force: true });
  };
  let output = '';
  const ready = (async () => {
    for await (const chunk of server.stdout) {
      output += String(chunk);
      if (output.includes(READY)) return;
    }
    throw new Error(`npm start ended:\n${output}`);
  })();
  try {
    await ready;
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin: `http://localhost:${port}`, stop };
}

/** A port that no process listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}
