import { type Target, workerArguments } from '../target.ts';
import { wrangler } from './database.ts';

/** The secret without which a deployed Worker accepts no write. */
const SECRET = 'ADMIN_TOKEN';

/** How to set the write token of a deployed Worker that has none; `null` if it has one. The token is never read. */
export async function missingToken(target: Target, nameArguments: readonly string[]): Promise<string | null> {
  const output = await wrangler(['secret', 'list', ...workerArguments(target), ...nameArguments]);
  const secrets = JSON.parse(output) as { name: string }[];
  return secrets.some(({ name }) => name === SECRET) ? null : tokenAdvice(target, nameArguments);
}

function tokenAdvice(target: Target, nameArguments: readonly string[]): string {
  const command = ['npx wrangler secret put', SECRET, ...workerArguments(target), ...nameArguments].join(' ');
  return `The Worker has no ${SECRET}, so no write is possible. Set it: ${command}`;
}
