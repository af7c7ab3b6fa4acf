import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { copyProject } from '../../../scripts/lib/build/project-copy.ts';
import { buildFolder } from './build-folder.ts';
import { type CachedWorker, useCachedWorker } from './cached-worker.ts';
import type { TestWorker } from './test-worker.ts';
import { useWorker, type WorkerOptions } from './worker.ts';

/** Time limit of a build in milliseconds, for a busy machine. */
const BUILD_MS = 180_000;

type CopyOptions = Omit<WorkerOptions, 'project'>;

/**
 * Builds a copy of this project with other collections, and runs its Worker for the tests of the calling file.
 *
 * @param edit returns the new text of `src/collections.ts`
 */
export function useWorkerWithCollections(
  edit: (source: string) => string,
  options: CopyOptions = {},
): TestWorker {
  return useWorkerWith('src/collections.ts', edit, options);
}

/** Builds a copy of this project with another `src/images.ts`. */
export function useWorkerWithImages(edit: (source: string) => string, options: CopyOptions): TestWorker {
  return useWorkerWith('src/images.ts', edit, options);
}

/** Builds a copy of this project with another `src/site.ts`. */
export function useWorkerWithSite(edit: (source: string) => string, options: CopyOptions): TestWorker {
  return useWorkerWith('src/site.ts', edit, options);
}

/** Builds a copy of this project with another `wrangler.toml`. */
export function useWorkerWithBindings(edit: (toml: string) => string, options: CopyOptions): TestWorker {
  return useWorkerWith('wrangler.toml', edit, options);
}

/**
 * Builds a copy of this project with other folders laid over it, and runs its Worker behind the local cache.
 *
 * @param edit returns the new text of `src/collections.ts`
 */
export function useCachedWorkerWithOverlays(
  overlays: readonly string[],
  edit: (source: string) => string,
): CachedWorker & { project: string } {
  const project = copyProject();
  for (const overlay of overlays) cpSync(overlay, project, { recursive: true });
  const file = join(project, 'src/collections.ts');
  beforeAll(() => buildEdited(project, file, edit), BUILD_MS);
  afterAll(() => rmSync(project, { recursive: true, force: true }));
  return { ...useCachedWorker({ project }), project };
}

function useWorkerWith(name: string, edit: (source: string) => string, options: CopyOptions): TestWorker {
  const folder = copyProject();
  beforeAll(() => buildEdited(folder, join(folder, name), edit), BUILD_MS);
  // Vitest runs these hooks in reverse order: the Worker closes before its files are removed.
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return useWorker({ ...options, project: folder });
}

async function buildEdited(project: string, file: string, edit: (source: string) => string): Promise<void> {
  const source = readFileSync(file, 'utf8');
  const text = edit(source);
  if (text === source) throw new Error(`The edit has not changed ${file}.`);
  writeFileSync(file, text);
  await buildFolder(project);
}
