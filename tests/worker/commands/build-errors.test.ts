import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyProject } from '../../../scripts/lib/build/project-copy.ts';
import { buildFolder } from '../../support/worker/build-folder.ts';

/** Lines at the end of the output that a reader sees first. */
const LAST_LINES = 3;

let project: string;

beforeEach(() => {
  project = copyProject();
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

it('npm run build fails, and prints the mistake in src/collections.ts last', async () => {
  const file = join(project, 'src/collections.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('z.strictObject', 'z.object'));
  expect(await build()).toEqual({
    code: 1,
    end: expect.stringMatching(/The schema of \w+ drops the fields/),
  });
});

it.each([
  ['z.coerce.bigint()', 'z.int()'],
  ['z.date()', 'z.iso.datetime()'],
  ['z.map(z.string(), z.string())', 'z.record()'],
  ['z.string().refine(async () => true)', 'asynchronous'],
  ['z.string().transform((text) => new Date(text))', 'a Date'],
])('a build fails for a field of %s, and names the field and %s', async (field, remedy) => {
  const file = join(project, 'src/collections.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('alt: z.string()', `alt: ${field}`));
  const building = buildFolder(project);
  await expect(building).rejects.toThrow('"alt" in the schema of pictures');
  await expect(building).rejects.toThrow(remedy);
});

it('a build fails for a mistake in src/images.ts, and names it', async () => {
  const file = join(project, 'src/images.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace("'docs.astro.build'", "'https://docs.astro.build'"));
  await expect(buildFolder(project)).rejects.toThrow('src/images.ts: sources[0]');
});

it.each([
  ['src/actions.ts', 'export const server = {};', "Astro's actions"],
  [
    'src/pages/schema.ts',
    "import { z } from 'astro/zod'; export const GET = () => Response.json(z.toJSONSchema(z.string()));",
    "Zod's JSON Schema",
  ],
])('npm run build fails for %s, which uses what the Worker leaves out', async (file, text, feature) => {
  writeFileSync(join(project, file), text);
  expect(await build()).toEqual({ code: 1, end: expect.stringContaining(feature) });
});

it('npm run build fails, and prints the error of a prerendered endpoint last', async () => {
  writeFileSync(
    join(project, 'src/pages/broken.json.ts'),
    `export const prerender = true;
     export function GET() { throw new Error('The endpoint is broken.'); }`,
  );
  expect(await build()).toEqual({ code: 1, end: expect.stringContaining('The endpoint is broken.') });
});

it('npm run build fails, and prints the error of a prerendered page last', async () => {
  writeFileSync(
    join(project, 'src/pages/broken.astro'),
    `---\nexport const prerender = true;\nthrow new Error('The page is broken.');\n---\n<p>Text</p>\n`,
  );
  expect(await build()).toEqual({ code: 1, end: expect.stringContaining('The page is broken.') });
});

/** Builds the copy as `npm run build` does. */
function build(): Promise<{ code: number; end: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/build.ts'], { cwd: project }, (error, stdout, stderr) => {
      const end = (stdout + stderr).trimEnd().split('\n').slice(-LAST_LINES).join('\n');
      resolve({ code: Number(error?.code ?? 0), end });
    });
  });
}
