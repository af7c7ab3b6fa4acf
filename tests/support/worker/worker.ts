import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V4WorkerOptions } from 'miniflare';
import { afterAll, beforeAll } from 'vitest';
import { unstable_splitSqlQuery as splitSql } from 'wrangler';
import { tableStatements } from './tables.ts';
import { createTestWorker, type TestWorker } from './test-worker.ts';
import { FAULT_ORIGIN } from './upstream.ts';

/** The write token of every Worker under test. */
export const TOKEN = 'the-token-of-the-tests';

/** The key of signed image URLs. */
export const SIGNING_KEY = 'the key of the tests';

export interface WorkerOptions {
  /** The folder of the built project; this repository by default. */
  project?: string;
  /** The folder of its build, if it is another. */
  built?: string;
  /** Variables that override those of `wrangler.toml`. The rate limits are off unless this says `on`. */
  vars?: Record<string, string>;
  /** The root token, `TOKEN` by default; empty for none. */
  rootToken?: string;
  /** Workers that run beside the one under test. */
  others?: V4WorkerOptions[];
  /** Whether the database has its tables; true by default. */
  isMigrated?: boolean;
  /** Which tables of collections the database has; `declared`, those of the project, by default. */
  collections?: 'declared' | 'none';
}

/** Creates a built Worker with its own D1 database and the Images binding. Every test starts its Worker with this function. */
function createWorker({
  project = '.',
  built = project,
  vars = {},
  rootToken = TOKEN,
  others = [],
}: WorkerOptions): TestWorker {
  return createTestWorker({
    build: join(built, 'dist/server'),
    vars: { ADMIN_TOKEN: rootToken, RATE_LIMITS: 'off', ...vars },
    others,
  });
}

async function start(
  worker: TestWorker,
  { isMigrated = true, collections = 'declared', project = '.' }: WorkerOptions,
): Promise<URL> {
  const { url } = await worker.listen();
  if (isMigrated) {
    const tables = collections === 'declared' ? await tableStatements(project) : [];
    await worker.batch([...migrationStatements(join(project, 'migrations')), ...tables]);
  }
  return url;
}

/** The statements that migrate an empty database, and record that as `wrangler d1 migrations apply` does. */
export function migrationStatements(folder = 'migrations'): string[] {
  const names = readdirSync(folder).sort();
  return [
    'CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)',
    ...names.flatMap((name) => [
      ...splitSql(readFileSync(join(folder, name), 'utf8')),
      `INSERT INTO d1_migrations (name) VALUES ('${name}')`,
    ]),
  ];
}

/** Runs a separate Worker for the tests of the calling file. */
export function useWorker(options: WorkerOptions): TestWorker {
  const worker = createWorker(options);
  beforeAll(async () => {
    await start(worker, options);
  });
  afterAll(() => worker.close());
  return worker;
}

const SHARED: WorkerOptions = {
  vars: { EDGE_CACHE: 'off', IMAGE_DEV_ORIGINS: FAULT_ORIGIN, IMAGE_SIGNING_KEY: SIGNING_KEY },
};

/** The Worker that all test files share. It has no cache in front, so responses keep the headers for the edge. */
export const server = createWorker(SHARED);

let address: URL | undefined;

/** Starts the shared Worker and returns its URL. */
export async function startSharedWorker(): Promise<URL> {
  address = await start(server, SHARED);
  return address;
}

/** Returns the origin of the shared Worker, for clients that send their own requests. */
export function addressOfWorker(): string {
  if (address === undefined) throw new Error('The Worker is not running.');
  return address.origin;
}

/** The database of the shared Worker. */
export function database(): D1Database {
  return server.database();
}

/** Sends a request to a Worker. Redirects are not followed, and the response is not compressed. */
export async function call(
  path: string,
  init: RequestInit = {},
  to: Pick<TestWorker, 'fetch'> = server,
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'identity');
  const request: RequestInit = { redirect: 'manual', ...init, headers };
  const response = keepBody(await to.fetch(path, request));
  const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(init.method ?? 'GET');
  return isSafe && (await isLost(response)) ? call(path, init, to) : response;
}

/**
 * A response whose body outlives garbage collection. Miniflare wraps the body of an undici response in another
 * response, and undici cancels a body that nobody reads when the response that it came with is collected.
 */
function keepBody(response: Response): Response {
  const body = response.body?.pipeThrough(new TransformStream()) ?? null;
  return new Response(body, response);
}

/**
 * Whether the local runtime lost the connection to a response. Remove this and its callers when
 * https://github.com/cloudflare/workers-sdk/issues/15203 is fixed.
 */
export async function isLost(response: Response): Promise<boolean> {
  if (response.status !== 500 || response.headers.has('x-request-id')) return false;
  return (await response.clone().text()).startsWith('Error: Network connection lost');
}

/** The headers of a JSON request with the write token. */
export const AUTHORIZED = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

/** Sends a request with the write token. Strings and bytes are sent unchanged; other bodies are sent as JSON. */
export function write(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  to: Pick<TestWorker, 'fetch'> = server,
): Promise<Response> {
  const init = { method, headers: { ...AUTHORIZED, ...headers }, duplex: 'half' };
  return call(path, body === undefined ? init : { ...init, body: encodeBody(body) }, to);
}

function encodeBody(body: unknown): BodyInit {
  const isEncoded = typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream;
  return isEncoded ? (body as BodyInit) : JSON.stringify(body);
}
