import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { updateIndexes } from './indexes.ts';

const SECRETS = '.dev.vars';

/** Runs a command of node_modules/.bin with its output shown. Rejects when it ends with another code than 0. */
export function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`)),
    );
  });
}

/** The write token of this machine: read from `.dev.vars`, or made once and kept there. */
export function localToken(): string {
  const text = existsSync(SECRETS) ? readFileSync(SECRETS, 'utf8') : '';
  const kept = /^ADMIN_TOKEN\s*=\s*"?([^"\s]+)"?\s*$/m.exec(text)?.[1];
  if (kept !== undefined) return kept;
  const token = randomBytes(24).toString('base64url');
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  writeFileSync(SECRETS, `${text}${separator}ADMIN_TOKEN=${token}\n`, { mode: 0o600 });
  return token;
}

/**
 * Makes the project servable on this machine: token, built Worker, local database with its first documents.
 *
 * @param persistTo the folder of the local state; wrangler's own default when not given
 */
export async function prepareLocal(persistTo?: string): Promise<void> {
  localToken();
  await run('astro', ['build', '--silent']);
  const persist = persistTo === undefined ? [] : ['--persist-to', persistTo];
  await run('wrangler', ['d1', 'migrations', 'apply', 'DB', '--local', ...persist]);
  await updateIndexes(['--local', ...persist]);
}
