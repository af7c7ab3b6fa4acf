import { beforeAll } from 'vitest';
import type { TestWorker } from '../worker/test-worker.ts';
import { useWorker, type WorkerOptions } from '../worker/worker.ts';

export interface Site {
  server: TestWorker;
  /** The origin that a browser opens. */
  origin(): string;
}

/** Runs the built Worker behind the local cache for the tests of the calling file, with the first documents. */
export function useSite(options: WorkerOptions = {}): Site {
  const server = useWorker(options);
  let origin = '';
  beforeAll(async () => {
    ({ origin } = (await server.listen()).url);
  });
  return { server, origin: () => origin };
}
