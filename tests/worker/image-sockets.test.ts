import { type ChildProcess, spawn } from 'node:child_process';
import { http, passthrough } from 'msw';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAULT_ORIGIN } from './fault-server.ts';
import { freePort, ready } from './local-worker.ts';
import { upstream } from './perigee.ts';

// The test harness fetches with Node, which hides from the Worker how a connection ended: here workerd fetches itself.
let worker: ChildProcess;
let origin = '';

beforeAll(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const vars = ['--var', `IMAGE_DEV_ORIGINS:${FAULT_ORIGIN}`, '--var', 'EDGE_CACHE:off'];
  worker = spawn('npx', ['wrangler', 'dev', '--port', String(port), '--inspector-port', '0', ...vars], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await ready(worker);
});
afterAll(() => {
  if (worker.pid !== undefined) process.kill(-worker.pid);
});
beforeEach(() => upstream.use(http.all(`${origin}/*`, () => passthrough())));

describe('an upstream on a real socket', () => {
  it.concurrent.each([
    ['/silent', 504, 'longer than'],
    ['/stalled', 504, 'longer than'],
    ['/slow', 504, 'longer than'],
    ['/endless', 413, 'larger than'],
    ['/gzip-bomb', 413, 'larger than'],
    ['/reset', 502, 'cannot be reached'],
    ['/reset-later', 502, 'cannot be reached'],
    ['/shorter-than-said', 502, 'cannot be reached'],
    ['/longer-than-said', 502, 'cannot be reached'],
    ['/loop', 502, 'redirects more than'],
  ])('that is %s is answered %d', async (fault, status, says) => {
    const response = await fetch(`${origin}/image/format=webp/${FAULT_ORIGIN}${fault}`);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const text = await response.text();
    expect(text).toContain(says);
    expect(text).not.toMatch(/sharp|vips|node_modules/i);
  });
});
