import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { copyProject } from '../../../scripts/lib/build/project-copy.ts';
import { collections } from '../../../src/collections.ts';
import { type CloudflareApi, idOf, startCloudflareApi } from '../../support/worker/cloudflare-api.ts';
import { runScript } from '../../support/worker/run-script.ts';
import { creationOf } from '../../support/worker/tables.ts';

const NAME = 'perigee-staging';
const project = copyProject();
let api: CloudflareApi;
let database: DatabaseSync;

// Each command starts wrangler up to five times.
vi.setConfig({ testTimeout: 300_000 });

beforeAll(async () => {
  api = await startCloudflareApi();
  const config = readFileSync('wrangler.toml', 'utf8');
  writeFileSync(
    join(project, 'wrangler.toml'),
    `${config}\n[env.staging]\n[[env.staging.d1_databases]]\nbinding = "DB"\ndatabase_name = "${NAME}"\n`,
  );
});
beforeEach(() => {
  database = new DatabaseSync(':memory:');
  for (const file of globSync('migrations/*.sql').sort()) database.exec(readFileSync(file, 'utf8'));
  for (const statement of creationOf(collections)) database.exec(statement);
  api.databases.set(NAME, database);
  api.databases.set('perigee', new DatabaseSync(':memory:'));
  api.calls.length = 0;
});
afterAll(async () => {
  vi.resetConfig();
  await api.close();
  rmSync(project, { recursive: true, force: true });
});

it('--remote and --env select the database of every call', async () => {
  database.exec('DROP INDEX "users:by:name"');
  const { code, output } = await sync('--remote', '--env', 'staging');
  expect(code, output).toBe(0);
  expect(output).toContain('users: create the index of name');
  expect(database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'users:by:name'`).all()).toHaveLength(1);
  for (const { path } of api.calls) expect(path).toMatch(new RegExp(`^/d1/database/(${NAME}|${idOf(NAME)})`));
});

it('--repair computes the columns that an older version of the Worker did not write', async () => {
  database.exec(`INSERT INTO users (id, body, version) VALUES (1, '{"id":1,"name":"Ada"}', 1)`);
  const nameOf = () => database.prepare('SELECT "$.name" AS name FROM users').get()?.['name'];
  expect(nameOf()).toBeNull();
  const { code, output } = await sync('--remote', '--env', 'staging', '--repair');
  expect(code, output).toBe(0);
  expect(nameOf()).toBe('Ada');
});

it('--check lists the documents that the schemas refuse, and exits with 1', async () => {
  database.exec(
    `INSERT INTO users (id, body) VALUES (1, '{"id":1,"name":"Ada"}'), (2, '{"id":2,"name":""}')`,
  );
  const { code, output } = await sync('--remote', '-e', 'staging', '--check');
  expect(code).toBe(1);
  expect(output).toMatch(/^users\/2: .*name.*\nThe schemas refuse 1 stored documents\.\n$/);
  expect(api.calls.filter(({ isWrite }) => isWrite)).toEqual([]);
});

it('--drop deletes an undeclared collection with documents only when --yes confirms it', async () => {
  database.exec(`CREATE TABLE old (id); INSERT INTO old VALUES (1);
    INSERT INTO _collections (name, documents, schema, search) VALUES ('old', 1, '', '')`);
  const target = ['--remote', '--env=staging', '--drop', 'old'];
  const asked = await sync(...target);
  expect(asked).toEqual({
    code: 1,
    output: expect.stringContaining(
      'Nothing was changed: there is no terminal to ask on. Pass --yes to agree.',
    ),
  });
  expect(database.prepare('SELECT * FROM old').all()).toHaveLength(1);
  const { code, output } = await sync(...target, '--yes');
  expect({ code, output }).toEqual({ code: 0, output: 'old: deleted 1 documents\n' });
  expect(database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'old'`).all()).toEqual([]);
  expect(database.prepare(`SELECT 1 FROM _collections WHERE name = 'old'`).all()).toEqual([]);
});

it('refuses an argument that it does not have, and the collections that it must not drop', async () => {
  expect((await sync('--dry-rum')).output).toMatch(
    /^npm run sync does not have the argument --dry-rum; allowed:/,
  );
  expect((await sync('--drop', 'users')).output).toMatch(/^users is declared in src\/collections\.ts/);
  expect(api.calls).toEqual([]);
});

function sync(...args: string[]) {
  return runScript(project, 'scripts/sync.ts', args, api.env);
}
