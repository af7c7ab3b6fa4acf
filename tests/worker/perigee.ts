import { setupServer } from 'msw/node';
import { createTestHarness } from 'wrangler';
import { FAULT_ORIGIN } from './fault-server.ts';

/** The internet as the Worker sees it: a request that no test has described answers 500. */
export const upstream = setupServer();

/** The key of signed URLs. */
export const SIGNING_KEY = 'the key of the tests';

const configPath = './dist/server/wrangler.json';

/**
 * The built Worker with a real D1 and a real Images binding, booted once for all test files. No cache stands in front
 * of it: every test sees what the Worker answers, with the headers that are meant for the edge.
 */
export const server = createTestHarness({
  workers: [
    {
      configPath,
      vars: { EDGE_CACHE: 'off', IMAGE_DEV_ORIGINS: FAULT_ORIGIN, IMAGE_SIGNING_KEY: SIGNING_KEY },
    },
  ],
});

/** A second one behind the stand-in for Workers Cache; the file that uses it boots and closes it. */
export const cachedServer = createTestHarness({
  workers: [
    { configPath },
    {
      config: {
        name: 'neighbour',
        main: './tests/worker/neighbour.ts',
        compatibility_date: '2026-10-01',
        services: [{ binding: 'RENDERER', service: 'perigee', entrypoint: 'Renderer' }],
      },
    },
  ],
});

export async function boot(): Promise<void> {
  upstream.listen({ onUnhandledRequest: 'error' });
  followNoRedirects();
  await server.listen();
  await server.getWorker().applyD1Migrations('DB');
}

// The harness fetches with Node and drops the Worker's `redirect: 'manual'`; so redirects are never followed here,
// and workerd follows those that the Worker asks it to.
function followNoRedirects(): void {
  const intercepted = globalThis.fetch;
  globalThis.fetch = (input, init) => intercepted(new Request(input, init), { redirect: 'manual' });
}

/** A request to the Worker, with what it answers as it answers it: no redirect followed, no compression. */
export function call(path: string, init: RequestInit = {}, to = server): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'identity');
  return to.fetch(path, {
    redirect: 'manual',
    ...init,
    headers,
  } as never) as unknown as Promise<Response>;
}
