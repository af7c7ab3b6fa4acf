import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve as absolute, dirname, join } from 'node:path';

const { resolve } = createRequire(import.meta.url);

/** Formats the text of a file of this project as `npm run format` does. */
export function formatSource(file: string, text: string): string {
  const manifest = resolve('@biomejs/biome/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { biome: string } };
  const args = [
    join(dirname(manifest), bin.biome),
    'format',
    '--vcs-enabled=false',
    `--stdin-file-path=${file}`,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    // The settings of the formatter are at the root of this project.
    cwd: absolute(import.meta.dirname, '../../..'),
    input: text,
    encoding: 'utf8',
    // A schema of many fields is longer than the default of 1 MiB.
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${file} cannot be formatted: ${stderr.trim()}`);
  return stdout;
}
