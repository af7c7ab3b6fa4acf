import { readFileSync } from 'node:fs';
import { setupServer } from 'msw/node';
import { createTestHarness, type TestHarness } from 'wrangler';
import { collections } from '../../src/collections.ts';
import { indexesOf } from '../../src/lib/documents/schema/indexes.ts';
import { FAULT_ORIGIN } from './fault-server.ts';

/** The write token of the Worker under test. */
export const TOKEN = 'the-token-of-the-tests';

/** The internet as the Worker sees it: a request that no test has described fails. */
export const upstream = setupServer();

/** The key of signed URLs. */
export const SIGNING_KEY = 'the key of the tests';

export const configPath = './dist/server/wrangler.json';

/**
 * The built Worker with a real D1 and a real Images binding, booted once for all test files. No cache stands in front
 * of it: every test sees what the Worker answers, with the headers that are meant for the edge.
 */
export const server = createTestHarness({
  workers: [
    {
      configPath,
      secrets: { ADMIN_TOKEN: TOKEN },
      vars: { EDGE_CACHE: 'off', IMAGE_DEV_ORIGINS: FAULT_ORIGIN, IMAGE_SIGNING_KEY: SIGNING_KEY },
    },
  ],
});

/** Where it listens, for clients that make their own requests. */
let address: URL | undefined;

export function addressOfWorker(): string {
  if (address === undefined) throw new Error('The Worker is not running.');
  return address.origin;
}

export async function boot(): Promise<void> {
  upstream.listen({
    onUnhandledRequest(request, print) {
      if (new URL(request.url).origin !== address?.origin) print.error();
    },
  });
  followNoRedirects();
  address = (await server.listen()).url;
  await server.getWorker().applyD1Migrations('DB');
  const db = await database();
  await db.batch(indexesOf(collections).map(({ sql }) => db.prepare(sql)));
}

// The harness fetches with Node and drops the Worker's `redirect: 'manual'`; so redirects are never followed here,
// and workerd follows those that the Worker asks it to.
function followNoRedirects(): void {
  const intercepted = globalThis.fetch;
  globalThis.fetch = (input, init) => intercepted(new Request(input, init), { redirect: 'manual' });
}

/** The Worker's own database. */
export async function database(): Promise<D1Database> {
  const { DB } = await server.getWorker<Env>().getEnv();
  return DB as unknown as D1Database;
}

/** A request to the Worker, with what it answers as it answers it: no redirect followed, no compression. */
export async function call(
  path: string,
  init: RequestInit = {},
  to: Pick<TestHarness, 'fetch'> = server,
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'identity');
  const request = { redirect: 'manual', ...init, headers } as never;
  const response = (await to.fetch(path, request)) as unknown as Response;
  const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(init.method ?? 'GET');
  return isSafe && (await isLost(response)) ? call(path, init, to) : response;
}

/** The local runtime sometimes loses the connection to an answer (cloudflare/workers-sdk#15203). */
export async function isLost(response: Response): Promise<boolean> {
  if (response.status !== 500 || response.headers.has('x-request-id')) return false;
  return (await response.clone().text()).startsWith('Error: Network connection lost');
}

/** A write with the token. An object becomes JSON; a string is sent as it is. */
export function write(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return call(path, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** Stores documents straight in the database, in their order. */
export async function seed(collection: string, documents: readonly { id: string | number }[]): Promise<void> {
  const db = await database();
  await db
    .prepare(
      `INSERT INTO documents (collection, id, body)
       SELECT ?1, CAST(json_extract(value, '$.id') AS TEXT), value FROM json_each(?2) ORDER BY key`,
    )
    .bind(collection, JSON.stringify(documents))
    .run();
}

/** Empties a collection. */
export async function clear(collection: string): Promise<void> {
  const db = await database();
  await db.prepare('DELETE FROM documents WHERE collection = ?1').bind(collection).run();
}

/** Puts back the documents of the migrations, and no others. */
export async function restoreFirstDocuments(): Promise<void> {
  const db = await database();
  const first = readFileSync('migrations/0002_first_documents.sql', 'utf8');
  await db.batch([
    db.prepare('DELETE FROM documents'),
    ...first
      .split(/;\n/)
      .filter((sql) => sql.trim())
      .map((sql) => db.prepare(sql)),
  ]);
}
