import type { TestWorker } from './test-worker.ts';
import { call, useWorker, type WorkerOptions, write } from './worker.ts';

export interface CachedWorker {
  server: TestWorker;
  read(path: string, init?: RequestInit): Promise<Response>;
  /** The `CF-Cache-Status` of a response, whose body is read to its end. */
  cacheStatus(path: string, init?: RequestInit): Promise<string | null>;
  /** Sends a request with the write token and returns the status. */
  write(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<number>;
}

/** Runs the Worker behind the local cache for the tests of the calling file, with a separate database. */
export function useCachedWorker(options: WorkerOptions = {}): CachedWorker {
  const server = useWorker(options);
  const read: CachedWorker['read'] = (path, init) => call(path, init, server);
  return {
    server,
    read,
    async cacheStatus(path, init) {
      const response = await read(path, init);
      await response.arrayBuffer();
      return response.headers.get('cf-cache-status');
    },
    async write(method, path, body, headers) {
      const response = await write(method, path, body, headers, server);
      await response.arrayBuffer();
      return response.status;
    },
  };
}
