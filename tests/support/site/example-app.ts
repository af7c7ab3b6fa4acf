import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type CachedWorker, useCachedWorker } from '../worker/cached-worker.ts';
import { TOKEN, write } from '../worker/worker.ts';
import { type View, type Visit, visit } from './browser.ts';
import { serveFolder } from './static-server.ts';

const runNode = promisify(execFile);

/** A picture as the tests store it. */
type Picture = Record<'title' | 'source' | 'alt', string> & { userId?: number; tags?: string[] };

export interface ExampleApp extends CachedWorker {
  /** Stores a picture and returns its id. */
  store(picture: Picture): Promise<number>;
  /** Reads the JSON at a path of the API. */
  json(path: string): Promise<unknown>;
  /** Opens a page of the app in a new context, signed in unless the token is null. */
  open(path: string, options?: { token?: string | null; view?: View }): Promise<ExampleVisit>;
}

export interface ExampleVisit extends Visit {
  /** The requests of the page to the Worker, in order, without preflights. */
  requests: Request[];
}

/** More pictures than one page of a list. */
export const PASSES: readonly Picture[] = Array.from({ length: 12 }, (_, i) => ({
  title: `Pass ${String(i).padStart(2, '0')}`,
  source: '/pictures/perigee.jpg',
  alt: 'A pass',
  userId: i % 2,
  tags: ['pass'],
}));

/**
 * Builds an example as its `npm run build` does, for the Worker of the calling file, and serves it on another origin. The
 * Worker has the first documents and `PASSES`.
 */
export function useExampleApp(name: string): ExampleApp {
  const worker = useCachedWorker();
  const folder = mkdtempSync(join(tmpdir(), `perigee-${name}-`));
  let api = '';
  let origin = '';
  let server: Server | undefined;

  beforeAll(async () => {
    api = (await worker.server.listen()).url.origin;
    const args = ['build', `examples/${name}`, '--outDir', folder, '--logLevel', 'error'];
    const env = { ...process.env, NODE_ENV: 'production', VITE_PERIGEE_URL: api };
    await runNode(process.execPath, ['node_modules/vite/bin/vite.js', ...args], { env });
    ({ server, origin } = await serveFolder(folder));
    await worker.write('POST', '/api/pictures', PASSES);
  });
  afterAll(() => {
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    ...worker,
    async store(picture) {
      const response = await write('POST', '/api/pictures', picture, {}, worker.server);
      const { id } = (await response.json()) as { id: number };
      return id;
    },
    async json(path) {
      return (await worker.read(path)).json();
    },
    async open(path, { token = TOKEN, ...options } = {}) {
      const opened = await visit({ origin, others: [api], ...options });
      const requests = requestsTo(api, opened.page);
      if (token !== null) await opened.page.addInitScript(keepToken, token);
      await opened.page.goto(path);
      return { ...opened, requests };
    },
  };
}

/** Type-checks an example as its `npm run build` does, and returns what the compiler prints. */
export async function typeErrorsOf(name: string): Promise<string> {
  const args = ['node_modules/typescript/bin/tsc', '-p', `examples/${name}`];
  return runNode(process.execPath, args).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
}

function keepToken(token: string): void {
  sessionStorage.setItem('perigee-token', token);
}

function requestsTo(origin: string, page: Page): Request[] {
  const requests: Request[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin === origin) requests.push(request);
  });
  return requests;
}
