import { afterEach, beforeAll } from 'vitest';
import { restoreFirstDocuments } from './documents.ts';
import { followNoRedirects, listenUpstream, upstream } from './upstream.ts';
import { startSharedWorker } from './worker.ts';

/** One start per run: the test files share the module registry, but this file runs for each of them. */
const run = globalThis as { sharedWorker?: Promise<void> };

async function startOnce(): Promise<void> {
  let worker: URL | undefined;
  listenUpstream((url) => url.origin === worker?.origin);
  followNoRedirects();
  worker = await startSharedWorker();
}

run.sharedWorker ??= startOnce();
await run.sharedWorker;
beforeAll(restoreFirstDocuments);
afterEach(() => upstream.resetHandlers());
