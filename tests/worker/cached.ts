import { afterAll, beforeAll } from 'vitest';
import { createTestHarness } from 'wrangler';
import { call, configPath, TOKEN } from './perigee.ts';

/** The built Worker behind the stand-in for Workers Cache, with a database of its own. */
export const cachedServer = createTestHarness({ workers: [{ configPath, secrets: { ADMIN_TOKEN: TOKEN } }] });

/** Runs it for the tests of the file that calls this. */
export function useCachedServer(): void {
  beforeAll(async () => {
    await cachedServer.listen();
    await cachedServer.getWorker().applyD1Migrations('DB');
  });
  afterAll(() => cachedServer.close());
}

export function read(path: string, init?: RequestInit): Promise<Response> {
  return call(path, init, cachedServer);
}

export async function cacheStatus(path: string, init?: RequestInit): Promise<string | null> {
  const response = await read(path, init);
  await response.arrayBuffer();
  return response.headers.get('cf-cache-status');
}
