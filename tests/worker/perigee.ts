import { setupServer } from 'msw/node';
import { createTestHarness, type TestHarness } from 'wrangler';
import { collections } from '../../src/collections.ts';
import { indexesOf } from '../../src/lib/documents/indexes.ts';

/** The write token of the Worker under test. */
export const TOKEN = 'the-token-of-the-tests';

/** The internet as the Worker sees it: a request that no test has described answers 500. */
export const upstream = setupServer();

export const configPath = './dist/server/wrangler.json';

/**
 * The built Worker with a real D1 and a real Images binding, booted once for all test files. No cache stands in front
 * of it: every test sees what the Worker answers, with the headers that are meant for the edge.
 */
export const server = createTestHarness({
  workers: [{ configPath, secrets: { ADMIN_TOKEN: TOKEN }, vars: { EDGE_CACHE: 'off' } }],
});

export async function boot(): Promise<void> {
  upstream.listen({ onUnhandledRequest: 'error' });
  followNoRedirects();
  await server.listen();
  await server.getWorker().applyD1Migrations('DB');
  const db = await database();
  await db.batch(indexesOf(collections).map(({ sql }) => db.prepare(sql)));
}

/** The Worker's own database. */
export async function database(): Promise<D1Database> {
  const { DB } = await server.getWorker<Env>().getEnv();
  return DB as unknown as D1Database;
}

// The harness fetches with Node and drops the Worker's `redirect: 'manual'`; so redirects are never followed here,
// and workerd follows those that the Worker asks it to.
function followNoRedirects(): void {
  const intercepted = globalThis.fetch;
  globalThis.fetch = (input, init) => intercepted(new Request(input, init), { redirect: 'manual' });
}

/** A request to the Worker, with what it answers as it answers it: no redirect followed, no compression. */
export function call(path: string, init: RequestInit = {}, to: TestHarness = server): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'identity');
  return to.fetch(path, {
    redirect: 'manual',
    ...init,
    headers,
  } as never) as unknown as Promise<Response>;
}
