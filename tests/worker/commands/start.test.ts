import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { http, passthrough } from 'msw';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyProject } from '../../../scripts/lib/build/project-copy.ts';
import { upstream } from '../../support/worker/upstream.ts';
import { freePort } from '../../support/worker/wrangler-dev.ts';

const project = copyProject();
let server: ChildProcess;
let origin: string;
let output = '';

/** Waits until the output of `npm start` has a text. */
async function printed(text: string): Promise<void> {
  while (!output.includes(text)) {
    if (server.exitCode !== null) throw new Error(output);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

beforeAll(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  server = spawn(process.execPath, ['scripts/start.ts', '--port', String(port), '--inspector-port', '0'], {
    cwd: project,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  await printed('/image.jpg');
}, 180_000);
afterAll(() => {
  if (server.pid !== undefined) process.kill(-server.pid);
  rmSync(project, { recursive: true, force: true });
});

it('npm start prints one line per step with its time, then the addresses', () => {
  const [steps = '', addresses = ''] = output.split(/\n\n(?= +Perigee)/);
  expect(steps.split('\n').length).toBeLessThanOrEqual(5);
  for (const step of steps.split('\n')) expect(step).toMatch(/^\w+ +\d+\.\d s(?: |$)/);
  expect(addresses).toContain(origin);
  expect(output).not.toMatch(/\n +at |Error|EBADENGINE/);
});

it('npm start prints nothing for a request that succeeds', async () => {
  upstream.use(http.all(`${origin}/*`, () => passthrough()));
  const before = output;
  for (const path of ['/hello', '/api/0.json', '/api/users', '/built-with.json']) {
    expect((await fetch(`${origin}${path}`)).status).toBe(200);
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(output.slice(before.length).trim()).toBe('');
});
