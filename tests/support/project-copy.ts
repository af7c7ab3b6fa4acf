import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { TestHarness } from 'wrangler';
import { buildCopy, copyProject } from '../../scripts/lib/project-copy.ts';
import { useWorker, type WorkerOptions } from './worker.ts';

/**
 * Builds a copy of this project with other collections, and runs its Worker for the tests of the calling file.
 *
 * @param edit returns the new text of `src/collections.ts`
 */
export function useWorkerWithCollections(
  edit: (source: string) => string,
  options: Omit<WorkerOptions, 'project'> = {},
): TestHarness {
  const folder = copyProject();
  beforeAll(() => buildCopy(folder, editedCollections(folder, edit)));
  // Vitest runs these hooks in reverse order: the Worker closes before its files are removed.
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return useWorker({ ...options, project: folder });
}

function editedCollections(folder: string, edit: (source: string) => string): string {
  const source = readFileSync(join(folder, 'src/collections.ts'), 'utf8');
  const edited = edit(source);
  if (edited === source) throw new Error('The edit has not changed src/collections.ts.');
  return edited;
}
