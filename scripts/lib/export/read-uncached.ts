import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerApi } from '../worker-api/worker-api.ts';

/** The most attempts of a read. The pause before the second one doubles with each further attempt. */
const MAX_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 250;

/**
 * Reads a path of a Worker and bypasses its cache: a parameter without a name makes the cache key unique, and no query
 * reads it. A parameter `_` would be a filter of a collection that declares such a field.
 *
 * @throws Error when the network or the Worker still fails after the last attempt
 */
export async function readUncached({ url, token }: WorkerApi, path: string): Promise<Response> {
  const separator = path.includes('?') ? '&' : '?';
  const headers = { authorization: `Bearer ${token}` };
  for (let attempt = 1; ; attempt += 1) {
    const address = `${url}${path}${separator}=${crypto.randomUUID()}`;
    const response = await fetch(address, { headers }).catch((error: unknown) => error);
    const hasResponse = response instanceof Response;
    if (hasResponse && response.status < 500 && response.status !== 429) return response;
    if (attempt === MAX_ATTEMPTS) {
      const reason = hasResponse ? `status ${response.status}` : String(response);
      throw new Error(`GET ${url}${path} failed ${attempt} times: ${reason}.`);
    }
    await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
  }
}
