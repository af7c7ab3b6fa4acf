import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf } from '../run.ts';
import { databaseArguments, type Target } from '../target.ts';
import { errorOf } from '../wrangler-output.ts';

/**
 * Runs queries with wrangler and returns the rows of each.
 *
 * @throws Error with the database's message
 */
export async function query<Row>(target: Target, statements: readonly string[]): Promise<Row[][]> {
  const stdout = await execute(target, ['--json', '--command', statements.join(';\n')]);
  return (JSON.parse(stdout) as { results: Row[] }[]).map(({ results }) => results);
}

/**
 * Runs statements with wrangler, all or none, from a file, because the arguments of a command are limited.
 *
 * @throws Error with the database's message
 */
export async function change(target: Target, statements: readonly string[]): Promise<void> {
  if (statements.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), 'perigee-'));
  try {
    const file = join(folder, 'changes.sql');
    writeFileSync(file, `${statements.join(';\n')};\n`);
    await execute(target, ['--file', file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How to apply the migrations by hand. */
export const MIGRATION_ADVICE = 'Run `npx wrangler d1 migrations apply DB --local`, or with `--remote`.';

/** Applies the migrations that the database does not have. */
export async function migrate(target: Target): Promise<void> {
  await wrangler(['d1', 'migrations', 'apply', 'DB', ...databaseArguments(target)]);
}

function execute(target: Target, args: readonly string[]): Promise<string> {
  return wrangler(['d1', 'execute', 'DB', ...databaseArguments(target), '--yes', ...args]);
}

/**
 * Runs wrangler and returns what it prints.
 *
 * @throws Error with wrangler's message
 */
export async function wrangler(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await outputOf('wrangler', args);
  if (code === 0) return stdout;
  const message = errorOf(stdout + stderr);
  throw new Error(NO_LOGIN.test(message) ? LOGIN : message);
}

/** Wrangler's message without a login. It cannot open a browser when a script captures its output. */
const NO_LOGIN = /non-interactive environment.*CLOUDFLARE_API_TOKEN/;
const LOGIN = 'Wrangler is not logged in. Run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN.';
