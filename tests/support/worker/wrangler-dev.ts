import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { commandLine } from '../../../scripts/lib/run.ts';

export interface WranglerDev {
  origin: string;
  stop(): void;
}

/** Starts `wrangler dev` in its own process, where workerd itself fetches, and resolves when it serves. */
export async function startWranglerDev(vars: Record<string, string>): Promise<WranglerDev> {
  const port = await freePort();
  const overrides = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  const [node, ...args] = commandLine('wrangler', [
    'dev',
    '--port',
    String(port),
    '--inspector-port',
    '0',
    ...overrides,
  ]);
  const child = spawn(node, args, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await ready(child);
  return { origin: `http://127.0.0.1:${port}`, stop: () => stopGroup(child) };
}

/** Finds a TCP port of 127.0.0.1 on which no process listens. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function ready({ stdout }: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    stdout?.on('data', (chunk: Buffer) => {
      output += chunk;
      if (output.includes('Ready on')) resolve();
    });
    stdout?.once('close', () => reject(new Error(output)));
  });
}

/** Ends wrangler and the processes that it started. */
function stopGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid);
}
