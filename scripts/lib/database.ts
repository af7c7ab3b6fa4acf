import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf } from './run.ts';
import { errorOf } from './wrangler-output.ts';

/** The arguments of `wrangler d1` that select a database: `--local` or `--remote`, and where its state is. */
export type DatabaseLocation = readonly string[];

/** The database that the options of a command select; the local one without `--remote`. */
export function locationOf(options: {
  remote?: boolean;
  'persist-to'?: string;
  env?: string;
}): DatabaseLocation {
  return [
    options.remote ? '--remote' : '--local',
    ...(options['persist-to'] === undefined ? [] : ['--persist-to', options['persist-to']]),
    ...(options.env === undefined ? [] : ['--env', options.env]),
  ];
}

/**
 * Runs queries with wrangler and returns the rows of each.
 *
 * @throws Error with the database's message
 */
export async function query<Row>(
  location: DatabaseLocation,
  statements: readonly string[],
): Promise<Row[][]> {
  const { code, stdout, stderr } = await execute(location, ['--json', '--command', statements.join(';\n')]);
  if (code !== 0) throw new Error(errorOf(stdout + stderr));
  return (JSON.parse(stdout) as { results: Row[] }[]).map(({ results }) => results);
}

/**
 * Runs statements with wrangler, from a file, because the arguments of a command are limited.
 *
 * @throws Error with the database's message
 */
export async function change(location: DatabaseLocation, statements: readonly string[]): Promise<void> {
  if (statements.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), 'perigee-'));
  try {
    const file = join(folder, 'changes.sql');
    writeFileSync(file, `${statements.join(';\n')};\n`);
    const { code, stdout, stderr } = await execute(location, ['--file', file]);
    if (code !== 0) throw new Error(errorOf(stdout + stderr));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function execute(location: DatabaseLocation, args: readonly string[]) {
  return outputOf('wrangler', ['d1', 'execute', 'DB', ...location, '--yes', ...args]);
}
