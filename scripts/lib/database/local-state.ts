import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { withAdminToken } from '../dev-vars.ts';
import type { Target } from '../target.ts';
import { step } from '../terminal.ts';
import { migrate } from './database.ts';
import { seed } from './seed.ts';
import { summaryOf, sync } from './sync.ts';

const SECRETS = '.dev.vars';

/** The write token of this machine. The first call generates it and stores it in `.dev.vars`, readable only by its owner. */
export function localToken(): string {
  const present = existsSync(SECRETS) ? readFileSync(SECRETS, 'utf8') : '';
  const { text, token } = withAdminToken(present, randomBytes(24).toString('base64url'));
  if (text !== present) writeFileSync(SECRETS, text, { mode: 0o600 });
  // `mode` has no effect on a file that exists.
  chmodSync(SECRETS, 0o600);
  return token;
}

/** Creates the local state: the token, and the database with its tables and first documents. */
export async function prepareState(selected: Target): Promise<void> {
  const target: Target = { ...selected, isRemote: false };
  localToken();
  await step('Database', async () => {
    await migrate(target);
    return undefined;
  });
  await step('Tables', async () => summaryOf(await sync(target)));
  await step('Documents', () => seed(target));
}
