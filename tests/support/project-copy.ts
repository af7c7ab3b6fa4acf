import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { TestHarness } from 'wrangler';
import { useWorker } from './worker.ts';

/** What a build needs, besides `node_modules`. */
const PROJECT_FILES = [
  'src',
  'migrations',
  'public',
  'astro.config.mjs',
  'wrangler.toml',
  'tsconfig.json',
  'package.json',
];

/**
 * Builds a copy of this project with other collections, and runs its Worker for the tests of the calling file.
 *
 * @param edit returns the new text of `src/collections.ts`
 */
export function useWorkerWithCollections(edit: (source: string) => string): TestHarness {
  const folder = mkdtempSync(resolve('.astro', 'project-'));
  beforeAll(() => buildCopy(folder, edit));
  // Vitest runs these hooks in reverse order: the Worker closes before its files are removed.
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return useWorker({ project: folder });
}

function buildCopy(folder: string, edit: (source: string) => string): void {
  for (const name of PROJECT_FILES) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'src/collections.ts');
  const source = readFileSync(file, 'utf8');
  const edited = edit(source);
  if (edited === source) throw new Error('The edit has not changed src/collections.ts.');
  writeFileSync(file, edited);
  execFileSync('npx', ['astro', 'build', '--silent'], { cwd: folder, stdio: 'pipe' });
}
