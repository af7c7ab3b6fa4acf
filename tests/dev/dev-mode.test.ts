import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { http, passthrough } from 'msw';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyProject } from '../../scripts/lib/build/project-copy.ts';
import { commandLine } from '../../scripts/lib/run.ts';
import { upstream } from '../support/worker/upstream.ts';
import { freePort } from '../support/worker/wrangler-dev.ts';

/** Vite bundles the dependencies at the first request. */
const FIRST_RESPONSE_MS = 180_000;

const project = copyProject();
let server: ChildProcess;
let origin: string;

beforeAll(async () => {
  origin = `http://localhost:${await freePort()}`;
  allowRequests();
  const [node, ...args] = commandLine('astro', ['dev', '--port', new URL(origin).port]);
  server = spawn(node, args, { cwd: project, detached: true, stdio: 'ignore' });
  while (!(await isServing())) await new Promise((resolve) => setTimeout(resolve, 200));
}, FIRST_RESPONSE_MS);
beforeEach(allowRequests);
afterAll(() => {
  if (server.pid !== undefined) process.kill(-server.pid);
  rmSync(project, { recursive: true, force: true });
});

function allowRequests(): void {
  upstream.use(http.all(`${origin}/*`, () => passthrough()));
}

async function isServing(): Promise<boolean> {
  return fetch(`${origin}/hello`).then(
    ({ ok }) => ok,
    () => false,
  );
}

describe('astro dev', () => {
  it(
    'serves every image of the first page',
    async () => {
      const html = await (await fetch(origin, { headers: { accept: 'text/html' } })).text();
      const urls = [...html.matchAll(/(?<=["\s])\/(?:image|pictures)\/[^"\s]+\.jpg/g)].map(([url]) => url);
      expect(new Set(urls).size).toBeGreaterThan(5);
      for (const url of new Set(urls)) {
        const response = await fetch(`${origin}${url}`, { headers: { accept: 'image/webp' } });
        expect([response.status, response.headers.get('content-type')], url).toEqual([
          200,
          expect.stringMatching(/^image\//),
        ]);
        await response.arrayBuffer();
      }
    },
    FIRST_RESPONSE_MS,
  );
});
