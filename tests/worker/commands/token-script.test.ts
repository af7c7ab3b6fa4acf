import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate, query } from '../../../scripts/lib/database/database.ts';
import type { Target } from '../../../scripts/lib/target.ts';
import { tokenHash } from '../../../src/lib/auth/token.ts';
import { startCloudflareApi } from '../../support/worker/cloudflare-api.ts';
import { runScript } from '../../support/worker/run-script.ts';

/** Each command starts wrangler. */
const TIMEOUT_MS = 180_000;

const state = mkdtempSync(join(tmpdir(), 'perigee-tokens-'));
const target: Target = { env: undefined, config: undefined, isRemote: false, persistTo: state };

/** What `npm run token` with these arguments prints, and its exit code. */
function token(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/token.ts', ...args, '--persist-to', state],
    { encoding: 'utf8' },
  );
  return { code: status, stdout: stdout.trim(), stderr: stderr.trim() };
}

beforeAll(() => migrate(target), TIMEOUT_MS);
afterAll(() => rmSync(state, { recursive: true, force: true }));

it(
  'npm run token creates a token that only its output has, lists it, and revokes it',
  async () => {
    expect(token('list').stdout).toBe('There are no tokens.');
    const before = Date.now();
    const created = token('create', 'ci', '--scope', 'users:write', '--scope', '*:read', '--expires', '90d');
    expect(created.code).toBe(0);
    expect(created.stdout).toMatch(/^pgee_[\w-]{43}$/);
    const [rows = []] = await query<Record<string, unknown>>(target, ['SELECT * FROM _tokens']);
    expect(rows).toMatchObject([
      {
        hash: await tokenHash(created.stdout),
        name: 'ci',
        scopes: '["users:write","*:read"]',
        last_used: null,
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain(created.stdout.slice(5));
    const days = (Number(rows[0]?.['expires']) - before) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(90);
    expect(days).toBeLessThan(90.01);
    expect(token('create', 'ci', '--scope', 'users:read')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'There is a token ci already; revoke it first, or choose another name.',
    });
    expect(token('list').stdout).toMatch(
      /^name {2}scopes .*\nci {4}users:write \*:read {2}\S+Z {2}\S+Z {2}never$/,
    );
    expect(token('revoke', 'ci')).toMatchObject({ code: 0, stdout: 'ci is revoked.' });
    expect(token('revoke', 'ci')).toMatchObject({ code: 1, stderr: 'There is no token "ci".' });
  },
  TIMEOUT_MS,
);

it(
  'npm run token -- --remote creates, lists and revokes a token of the deployed database',
  async () => {
    const api = await startCloudflareApi();
    try {
      const deployed = new DatabaseSync(':memory:');
      for (const file of globSync('migrations/*.sql').sort()) deployed.exec(readFileSync(file, 'utf8'));
      api.databases.set('perigee', deployed);
      const remote = (...args: string[]) =>
        runScript('.', 'scripts/token.ts', [...args, '--remote'], api.env);
      const hashes = () => deployed.prepare('SELECT hash FROM _tokens').all();
      const { code, output } = await remote('create', 'ci', '--scope', '*:read');
      expect(code, output).toBe(0);
      const [created = ''] = /pgee_[\w-]{43}/.exec(output) ?? [];
      expect(hashes()).toEqual([{ hash: await tokenHash(created) }]);
      expect((await remote('list')).output).toContain('\nci ');
      expect(await remote('revoke', 'ci')).toEqual({ code: 0, output: 'ci is revoked.\n' });
      expect(hashes()).toEqual([]);
      expect(token('list').stdout).toBe('There are no tokens.');
    } finally {
      await api.close();
    }
  },
  TIMEOUT_MS,
);

it.each<[string, string[], RegExp]>([
  ['no command', [], /^Usage: npm run token/],
  ['no name', ['create', '--scope', '*:read'], /^Usage: /],
  ['two names', ['create', 'a', 'b', '--scope', '*:read'], /^Usage: /],
  ['no scope', ['create', 'a'], /^A token needs at least one --scope; allowed: \{collection\}:read, /],
  ['a name with a space', ['create', 'a b', '--scope', '*:read'], /^The name "a b" is not allowed; allowed:/],
  ['a name with a quote', ['create', "a'b", '--scope', '*:read'], /^The name "a'b" is not allowed; allowed:/],
  [
    'a scope without a level',
    ['create', 'a', '--scope', 'users'],
    /^--scope "users" is not allowed; allowed:/,
  ],
  [
    'a scope of no collection',
    ['create', 'a', '--scope', 'nope:read'],
    /^--scope nope:read names a collection .* allowed: \*, users, pictures\.$/,
  ],
  [
    'a bare number',
    ['create', 'a', '--scope', '*:read', '--expires', '5'],
    /^--expires "5" is not allowed; /,
  ],
  ['no time', ['create', 'a', '--scope', '*:read', '--expires', '0d'], /^--expires "0d" is not allowed; /],
  ['an unknown option', ['list', '--nope'], /^Unknown option '--nope'/],
])(
  'npm run token refuses %s with one message and exit code 1',
  (_, args, message) => {
    const { code, stdout, stderr } = token(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  },
  TIMEOUT_MS,
);
