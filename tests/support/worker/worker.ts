import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createTestHarness, type TestHarness } from 'wrangler';
import { createTables } from './tables.ts';
import { FAULT_ORIGIN } from './upstream.ts';

/** The write token of every Worker under test. */
export const TOKEN = 'the-token-of-the-tests';

/** The key of signed image URLs. */
export const SIGNING_KEY = 'the key of the tests';

type OtherWorker = Extract<Parameters<typeof createTestHarness>[0], object>['workers'][number];

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
  others?: OtherWorker[];
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
}: WorkerOptions): TestHarness {
  const configPath = join(built, 'dist/server/wrangler.json');
  return createTestHarness({
    workers: [
      { configPath, secrets: { ADMIN_TOKEN: rootToken }, vars: { RATE_LIMITS: 'off', ...vars } },
      ...others,
    ],
  });
}

async function start(
  worker: TestHarness,
  { isMigrated = true, collections = 'declared', project = '.' }: WorkerOptions,
): Promise<URL> {
  const { url } = await worker.listen();
  if (isMigrated) {
    await worker.getWorker().applyD1Migrations('DB');
    if (collections === 'declared') await createTables(await databaseOf(worker), project);
  }
  return url;
}

/** Runs a separate Worker for the tests of the calling file. */
export function useWorker(options: WorkerOptions): TestHarness {
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

/** Returns the database of the shared Worker. */
export function database(): Promise<D1Database> {
  return databaseOf(server);
}

async function databaseOf(worker: TestHarness): Promise<D1Database> {
  const { DB } = await worker.getWorker<Env>().getEnv();
  return DB as unknown as D1Database;
}

/** Sends a request to a Worker. Redirects are not followed, and the response is not compressed. */
export async function call(
  path: string,
  init: RequestInit = {},
  to: Pick<TestHarness, 'fetch'> = server,
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'identity');
  const request = { redirect: 'manual', ...init, headers } as never;
  const response = keepBody((await to.fetch(path, request)) as unknown as Response);
  const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(init.method ?? 'GET');
  return isSafe && (await isLost(response)) ? call(path, init, to) : response;
}

/**
 * Copies a response so that its body survives garbage collection. The harness wraps the body of an undici response in
 * another response, and undici cancels an unread body when its original response is collected.
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
  to: Pick<TestHarness, 'fetch'> = server,
): Promise<Response> {
  const init = { method, headers: { ...AUTHORIZED, ...headers }, duplex: 'half' };
  return call(path, body === undefined ? init : { ...init, body: encodeBody(body) }, to);
}

function encodeBody(body: unknown): BodyInit {
  const isEncoded = typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream;
  return isEncoded ? (body as BodyInit) : JSON.stringify(body);
}
