import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerApi } from '../worker-api/worker-api.ts';

/** Attempts of a read, and milliseconds before the second one, which double. */
const MAX_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 250;

/**
 * Reads a path of a Worker past its cache: the key of the cache has a parameter without a name, and no query reads it. A
 * collection may declare `_`, which is then a filter.
 *
 * @throws Error when the network or the Worker still fails after the last attempt
 */
export async function openRead({ url, token }: WorkerApi, path: string): Promise<Response> {
  const separator = path.includes('?') ? '&' : '?';
  const headers = { authorization: `Bearer ${token}` };
  for (let attempt = 1; ; attempt += 1) {
    const address = `${url}${path}${separator}=${crypto.randomUUID()}`;
    const response = await fetch(address, { headers }).catch((error: unknown) => error);
    const isAnswer = response instanceof Response;
    if (isAnswer && response.status < 500 && response.status !== 429) return response;
    if (attempt === MAX_ATTEMPTS) {
      const reason = isAnswer ? `status ${response.status}` : String(response);
      throw new Error(`GET ${url}${path} failed ${attempt} times: ${reason}.`);
    }
    await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
  }
}
