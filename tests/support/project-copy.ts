import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { TestHarness } from 'wrangler';
import { commandLine } from '../../scripts/lib/run.ts';
import { useWorker, type WorkerOptions } from './worker.ts';

/** Files that a build needs, besides `node_modules`. */
const PROJECT_FILES = [
  'src',
  'scripts',
  'migrations',
  'public',
  'astro.config.mjs',
  'wrangler.toml',
  'tsconfig.json',
  'package.json',
];

/** Copies this project into a new folder inside it, where `node_modules` is found at the same depth. */
export function copyProject(): string {
  const folder = mkdtempSync(resolve('.astro', 'project-'));
  for (const name of PROJECT_FILES) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

/**
 * Builds a copy of this project with other collections, and runs its Worker for the tests of the calling file.
 *
 * @param edit returns the new text of `src/collections.ts`
 */
export function useWorkerWithCollections(edit: (source: string) => string): TestHarness {
  return useWorkerWith('src/collections.ts', edit);
}

/** Builds a copy of this project with another `src/images.ts`. */
export function useWorkerWithImages(edit: (source: string) => string, options: WorkerOptions): TestHarness {
  return useWorkerWith('src/images.ts', edit, options);
}

function useWorkerWith(
  name: string,
  edit: (source: string) => string,
  options: WorkerOptions = {},
): TestHarness {
  const folder = copyProject();
  beforeAll(() => buildCopy(folder, name, edit));
  // Vitest runs these hooks in reverse order: the Worker closes before its files are removed.
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return useWorker({ ...options, project: folder });
}

function buildCopy(folder: string, name: string, edit: (source: string) => string): void {
  const file = join(folder, name);
  const source = readFileSync(file, 'utf8');
  const edited = edit(source);
  if (edited === source) throw new Error(`The edit has not changed ${name}.`);
  writeFileSync(file, edited);
  const [node, ...args] = commandLine('astro', ['build', '--silent']);
  execFileSync(node, args, { cwd: folder, stdio: 'pipe' });
}
