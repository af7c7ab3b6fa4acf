// `npm run token`: creates, lists and revokes the tokens of the local database, or with `--remote` of the deployed one.
import { parseArgs } from 'node:util';
import { takeOptions } from './lib/arguments.ts';
import {
  checkName,
  createToken,
  type ListedToken,
  listTokens,
  parseExpiry,
  parseScopes,
  revokeToken,
} from './lib/database/tokens.ts';
import { TARGET_OPTIONS, targetOf } from './lib/target.ts';
import { runCommand } from './lib/terminal.ts';

const USAGE = `Usage: npm run token -- create NAME --scope 'users:write' [--scope '*:read'] [--expires 90d]
       npm run token -- list
       npm run token -- revoke NAME
Each takes --remote for the deployed database, and --env for one of its environments.`;

await runCommand(async () => {
  const taken = takeOptions(process.argv.slice(2), TARGET_OPTIONS);
  const target = targetOf(taken);
  const { values, positionals } = parseArgs({
    args: taken.rest,
    allowPositionals: true,
    options: {
      scope: { type: 'string', multiple: true, default: [] },
      expires: { type: 'string' },
    },
  });
  const [command, name, ...rest] = positionals;
  if (rest.length > 0) throw new Error(USAGE);
  if (command === 'create' && name !== undefined) {
    checkName(name);
    // A dynamic import lets `runCommand` report a mistake in the owner's file.
    const { collections } = await import('../src/collections.ts');
    const created = Date.now();
    const scopes = parseScopes(values.scope, Object.keys(collections));
    const expires = values.expires === undefined ? null : parseExpiry(values.expires, created);
    // Only the token is on stdout, so that a shell can store it.
    console.log(await createToken(target, { name, scopes, created, expires }));
    console.error(`${name} may ${scopes.join(', ')}${until(expires)}. The token is shown only now.`);
  } else if (command === 'list' && name === undefined) {
    printTokens(await listTokens(target));
  } else if (command === 'revoke' && name !== undefined) {
    await revokeToken(target, name);
    console.log(`${name} is revoked.`);
  } else {
    throw new Error(USAGE);
  }
}, USAGE);

function until(expires: number | null): string {
  return expires === null ? '' : ` until ${dateOf(expires)}`;
}

function printTokens(tokens: readonly ListedToken[]): void {
  const rows = tokens.map(({ name, scopes, created, expires, lastUsed }) => [
    name,
    scopes.join(' '),
    dateOf(created),
    expires === null ? 'never' : dateOf(expires),
    lastUsed === null ? 'never' : dateOf(lastUsed),
  ]);
  const all = [['name', 'scopes', 'created', 'expires', 'last used'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  console.log(tokens.length === 0 ? 'There are no tokens.' : lines.map((line) => line.trimEnd()).join('\n'));
}

/** Writes a time in UTC, to the minute. */
function dateOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16)}Z`;
}
