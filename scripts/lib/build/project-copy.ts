import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

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
  'worker-configuration.d.ts',
];

/** Copies this project into a new folder inside it, where `node_modules` is found at the same depth. */
export function copyProject(): string {
  mkdirSync('.astro', { recursive: true });
  const folder = mkdtempSync(resolve('.astro', 'project-'));
  for (const name of PROJECT_FILES) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Replaces the text of a file in a copy of this project, and builds the copy. */
export function buildCopy(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text);
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: folder, stdio: 'pipe' });
}
