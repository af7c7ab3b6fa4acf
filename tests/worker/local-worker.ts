import type { ChildProcess } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Resolves when `wrangler dev`, whose output is a pipe, serves. */
export function ready({ stdout }: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    stdout?.on('data', (chunk: Buffer) => {
      output += chunk;
      if (output.includes('Ready on')) resolve();
    });
    stdout?.once('close', () => reject(new Error(output)));
  });
}
