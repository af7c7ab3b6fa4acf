import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const FILES = [
  'src',
  'scripts',
  'public',
  'astro.config.mjs',
  'wrangler.toml',
  'tsconfig.json',
  'package.json',
];

/** Lines at the end of the output that a reader sees first. */
const LAST_LINES = 3;

let project: string;

beforeEach(() => {
  // A copy inside the project finds node_modules at the same depth as the project itself.
  project = mkdtempSync(resolve('.astro', 'build-errors-'));
  for (const name of FILES) cpSync(name, join(project, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

it('npm run build fails, and prints the mistake in src/collections.ts last', () => {
  const file = join(project, 'src/collections.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('z.strictObject', 'z.object'));
  expect(build()).toEqual({ code: 1, end: expect.stringMatching(/The schema of \w+ drops the fields/) });
});

it('npm run build fails, and prints the error of a prerendered endpoint last', () => {
  writeFileSync(
    join(project, 'src/pages/broken.json.ts'),
    `export const prerender = true;
     export function GET() { throw new Error('The endpoint is broken.'); }`,
  );
  expect(build()).toEqual({ code: 1, end: expect.stringContaining('The endpoint is broken.') });
});

it('npm run build fails, and prints the error of a prerendered page last', () => {
  writeFileSync(
    join(project, 'src/pages/broken.astro'),
    `---\nexport const prerender = true;\nthrow new Error('The page is broken.');\n---\n<p>Text</p>\n`,
  );
  expect(build()).toEqual({ code: 1, end: expect.stringContaining('The page is broken.') });
});

/** Builds the copy as `npm run build` does. */
function build(): { code: number | null; end: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.ts'], {
    cwd: project,
    encoding: 'utf8',
  });
  return { code: status, end: (stdout + stderr).trimEnd().split('\n').slice(-LAST_LINES).join('\n') };
}
