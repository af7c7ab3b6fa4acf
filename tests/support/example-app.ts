import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { useBrowser } from './browser.ts';
import { type CachedWorker, useCachedWorker } from './cached-worker.ts';
import { serveFolder } from './static-server.ts';
import { TOKEN } from './worker.ts';

const VITE = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');

/** A page of an example that is open in a browser. */
export interface Visit {
  page: Page;
  /** Every request to the Worker, in order. */
  requests: Request[];
  /** Responses of 400 and more, failed requests, errors in the console, and requests to any third host. */
  faults: string[];
}

export interface ExampleApp extends CachedWorker {
  /** Opens the app in a new browser context, signed in unless the token is null. */
  visit(path?: string, token?: string | null): Promise<Visit>;
}

/**
 * Builds an example as its own `npm run build` does, for the Worker of the calling file, and serves it on another origin.
 */
export function useExampleApp(name: string): ExampleApp {
  const worker = useCachedWorker();
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), `perigee-${name}-`));
  let origin = '';
  let server: Server;
  let api: URL;

  beforeAll(async () => {
    ({ url: api } = await worker.server.listen());
    await promisify(execFile)(
      process.execPath,
      [VITE, 'build', `examples/${name}`, '--outDir', folder, '--logLevel', 'error'],
      { env: { ...process.env, NODE_ENV: 'production', VITE_PERIGEE_URL: api.origin } },
    );
    ({ server, origin } = await serveFolder(folder));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    ...worker,
    async visit(path = '/', token = TOKEN) {
      const context = await browser().newContext({ baseURL: origin });
      if (token !== null) {
        await context.addInitScript((text) => sessionStorage.setItem('perigee-token', text), token);
      }
      const page = await context.newPage();
      const visit = record(page, [origin, api.origin]);
      await page.goto(path);
      return visit;
    },
  };
}

/** Records what a page sends, and what goes wrong. */
function record(page: Page, [app = '', api = '']: string[]): Visit {
  const visit: Visit = { page, requests: [], faults: [] };
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin === api) visit.requests.push(request);
    else if (origin !== app && protocol.startsWith('http')) visit.faults.push(`request to ${origin}`);
  });
  page.on('requestfailed', (request) => visit.faults.push(`failed: ${nameOf(request)}`));
  page.on('response', (response) => {
    if (response.status() >= 400) visit.faults.push(`${response.status()} ${nameOf(response.request())}`);
  });
  page.on('pageerror', (error) => visit.faults.push(String(error)));
  page.on('console', (message) => {
    // The browser itself reports a response of 400 and more, which is recorded above.
    const isRecorded = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRecorded) visit.faults.push(message.text());
  });
  return visit;
}

function nameOf(request: Request): string {
  return `${request.method()} ${new URL(request.url()).pathname}`;
}
