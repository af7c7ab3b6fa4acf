import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { locationOf } from './database.ts';
import { withAdminToken } from './dev-vars.ts';
import { outputOf } from './run.ts';
import { seed } from './seed.ts';
import { summaryOf, sync } from './sync.ts';
import { step } from './terminal.ts';
import { errorOf } from './wrangler-output.ts';

const SECRETS = '.dev.vars';

/** The write token of this machine. The first call generates it and stores it in `.dev.vars`, readable by the owner. */
export function localToken(): string {
  const present = existsSync(SECRETS) ? readFileSync(SECRETS, 'utf8') : '';
  const { text, token } = withAdminToken(present, randomBytes(24).toString('base64url'));
  if (text !== present) writeFileSync(SECRETS, text, { mode: 0o600 });
  // `mode` has no effect on a file that exists.
  chmodSync(SECRETS, 0o600);
  return token;
}

/**
 * Creates the local state: the token, and the database with its tables and first documents.
 *
 * @param persistTo the folder of the local state; wrangler's default if absent
 */
export async function prepareState(persistTo?: string): Promise<void> {
  const location = locationOf(persistTo === undefined ? {} : { 'persist-to': persistTo });
  localToken();
  await step('Database', () => migrate(location));
  await step('Tables', async () => summaryOf(await sync(location)));
  await step('Documents', () => seed(location));
}

async function migrate(location: readonly string[]): Promise<undefined> {
  const { code, stdout, stderr } = await outputOf('wrangler', [
    'd1',
    'migrations',
    'apply',
    'DB',
    ...location,
  ]);
  if (code !== 0) throw new Error(`The migrations cannot be applied: ${errorOf(stdout + stderr)}`);
}
