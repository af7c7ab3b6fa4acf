import { afterEach, beforeAll } from 'vitest';
import { restoreFirstDocuments } from './documents.ts';
import { followNoRedirects, listenUpstream, upstream } from './upstream.ts';
import { startSharedWorker } from './worker.ts';

/** Starts the Worker once per run: the test files share `globalThis`, but this file runs for each of them. */
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
