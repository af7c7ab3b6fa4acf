import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { withAdminToken } from './dev-vars.ts';
import { updateIndexes } from './indexes.ts';
import { run } from './run.ts';

const SECRETS = '.dev.vars';

/** The write token of this machine: read from `.dev.vars`, or made once and kept there, for the owner's eyes only. */
export function localToken(): string {
  const kept = existsSync(SECRETS) ? readFileSync(SECRETS, 'utf8') : '';
  const { text, token } = withAdminToken(kept, randomBytes(24).toString('base64url'));
  if (text !== kept) writeFileSync(SECRETS, text, { mode: 0o600 });
  // The mode above is that of a new file only.
  chmodSync(SECRETS, 0o600);
  return token;
}

/**
 * Makes the project servable on this machine: the built Worker, and the local state.
 *
 * @param persistTo the folder of the local state; wrangler's own default when not given
 */
export async function prepareLocal(persistTo?: string): Promise<void> {
  await run('astro', ['build', '--silent']);
  await prepareState(persistTo);
}

/** Makes the local state: the token, and the database with its first documents and its indexes. */
export async function prepareState(persistTo?: string): Promise<void> {
  localToken();
  const persist = persistTo === undefined ? [] : ['--persist-to', persistTo];
  await run('wrangler', ['d1', 'migrations', 'apply', 'DB', '--local', ...persist]);
  await updateIndexes(['--local', ...persist]);
}
