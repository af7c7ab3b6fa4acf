import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { copyProject } from '../../../scripts/lib/build/project-copy.ts';
import { type CloudflareApi, startCloudflareApi } from '../../support/worker/cloudflare-api.ts';
import { runScript } from '../../support/worker/run-script.ts';

/** These tests depend on their order: each starts from the state that the previous one left. */
const project = copyProject();
const MIGRATIONS = readdirSync('migrations').sort();
const TARGET = ['--env', 'staging', '--config', 'other.toml', '--settle', '0'];
let api: CloudflareApi;

// A deployment starts wrangler eight times.
vi.setConfig({ testTimeout: 300_000 });

beforeAll(async () => {
  api = await startCloudflareApi();
  const config = readFileSync(join(project, 'wrangler.toml'), 'utf8');
  writeFileSync(
    join(project, 'other.toml'),
    `${config}\n[env.staging]\n[[env.staging.d1_databases]]\nbinding = "DB"\ndatabase_name = "perigee-staging"\nmigrations_dir = "migrations"\n`,
  );
});
beforeEach(() => {
  api.calls.length = 0;
  api.uploads.length = 0;
  api.fail(() => false);
});
afterAll(async () => {
  vi.resetConfig();
  await api.close();
  rmSync(project, { recursive: true, force: true });
});

it('refuses an environment that the configuration does not have, before it does anything', async () => {
  const { code, output } = await deploy('--env', 'produktion', '--config', 'other.toml');
  expect(code).toBe(1);
  expect(output).toBe('other.toml has no environment "produktion"; it has staging.\n');
  expect(api.calls).toEqual([]);
});

it('--dry-run prints the steps of the first deployment and changes nothing', async () => {
  const { code, output } = await deploy(...TARGET, '--dry-run');
  expect(code, output).toBe(0);
  expect(output.slice(output.indexOf('\n\n') + 2)).toBe(`\
1. The database perigee-staging is missing. Create it: wrangler d1 create perigee-staging --env staging --config other.toml
2. Apply the migrations: wrangler d1 migrations apply DB --remote --env staging --config other.toml
${MIGRATIONS.map((name) => `     ${name}`).join('\n')}
3. Add to the tables: npm run sync -- --remote --env staging --config other.toml --expand
     users: create the table
     pictures: create the table
4. Deploy: wrangler deploy --env staging
`);
  expect(api.calls.filter(({ isWrite }) => isWrite)).toEqual([]);
  expect(api.databases.size).toBe(0);
  // The other tests deploy this build.
  writeFileSync(join(project, 'scripts/build.ts'), '');
});

it('creates, migrates and fills the database before the first version is uploaded', async () => {
  let tables: string[] = [];
  api.onUpload(() => {
    tables = namesOf('table');
  });
  const { code, output } = await deploy(...TARGET, '--dry-run=false');
  expect(code, output).toBe(0);
  expect([...api.databases.keys()]).toEqual(['perigee-staging']);
  expect(tables).toEqual(
    expect.arrayContaining(['_collections', 'd1_migrations', 'users', 'users:search', 'pictures']),
  );
  expect(api.uploads).toEqual(['perigee-staging']);
  const workers = api.calls.flatMap(({ path }) => /^\/workers\/\w+\/(.+?)(?:\/|$)/.exec(path)?.[1] ?? []);
  expect(new Set(workers)).toEqual(new Set(['perigee-staging']));
  expect(output).toContain(
    'The Worker has no ADMIN_TOKEN, so no write is possible. Set it: npx wrangler secret put ADMIN_TOKEN --env staging --config other.toml',
  );
});

it('deploys nothing when a migration fails', async () => {
  const file = join(project, 'migrations/9999_broken.sql');
  writeFileSync(file, 'CREATE TABLE one (a);\nCREATE TABLE _collections (a);\n');
  const { code, output } = await deploy(...TARGET);
  rmSync(file);
  expect(code).toBe(1);
  expect(output).toMatch(
    /table _collections already exists.*\nNothing was deployed: the previous version still serves\.\n$/,
  );
  expect(namesOf('table')).not.toContain('one');
  expect(api.uploads).toEqual([]);
});

it('deploys nothing when the tables cannot be changed', async () => {
  edit('src/collections.ts', "indexes: ['title', 'userId']", "indexes: ['alt', 'userId']");
  api.fail(({ path }) => path.endsWith('/import'));
  const before = namesOf('index');
  const { code, output } = await deploy(...TARGET);
  expect(code).toBe(1);
  expect(output).toMatch(
    /The test refuses this\..*\nNothing was deployed: the previous version still serves\.\n$/,
  );
  expect(namesOf('index')).toEqual(before);
  expect(api.uploads).toEqual([]);
});

it('keeps what both versions use until the new one is deployed, then removes the rest', async () => {
  api.secrets.push('ADMIN_TOKEN');
  const database = databaseOf();
  const insert = (id: number, column: string, value: string) =>
    database.exec(
      `INSERT INTO pictures (id, body, version, "${column}") VALUES (${id}, '{"id":${id},"title":"t${id}","alt":"a${id}"}', 1, '${value}')`,
    );
  insert(1, '$.title', 't1');
  let during: unknown;
  api.onUpload(() => {
    // The version that still serves writes the column that it knows.
    insert(2, '$.title', 't2');
    insert(3, '$.alt', 'a3');
    database.exec(`UPDATE pictures SET body = json_set(body, '$.alt', 'b1'), version = 2 WHERE id = 1`);
    during = database.prepare('SELECT "$.title" AS title, "$.alt" AS alt FROM pictures ORDER BY id').all();
  });
  const { code, output } = await deploy(...TARGET);
  api.onUpload(() => {});
  expect(code, output).toBe(0);
  expect(during).toEqual([
    { title: 't1', alt: 'b1' },
    { title: 't2', alt: 'a2' },
    { title: 't3', alt: 'a3' },
  ]);
  expect(database.prepare('SELECT "$.alt" AS alt FROM pictures ORDER BY id').all()).toEqual([
    { alt: 'b1' },
    { alt: 'a2' },
    { alt: 'a3' },
  ]);
  expect(namesOf('index')).toEqual(expect.arrayContaining(['pictures:by:alt']));
  expect(namesOf('index')).not.toContain('pictures:by:title');
  expect(output).toMatch(/Contract .*pictures: drop the column \$\.title/s);
  expect(output).not.toContain('ADMIN_TOKEN');
});

it('--dry-run prints a renaming after the deployment, and drops nothing before', async () => {
  edit('src/collections.ts', 'pictures: {\n', "images: {\n    renamedFrom: 'pictures',\n");
  const { code, output } = await deploy(...TARGET, '--dry-run');
  expect(code, output).toBe(0);
  expect(output.slice(output.indexOf('\n\n') + 2)).toBe(`\
1. Deploy: wrangler deploy --env staging
2. Remove what only the previous version used: npm run sync -- --remote --env staging --config other.toml
     images: rename pictures, with 3 documents; responds 503 until this step ends
     images: create the index of alt
     images: create the index of userId
     images: create the index of versions
     images: create the triggers
`);
  expect(api.calls.filter(({ isWrite }) => isWrite)).toEqual([]);
});

it('--dry-run says what it cannot know when the account cannot be read', async () => {
  api.fail(({ path }) => path === '/d1/database');
  const { code, output } = await deploy(...TARGET, '--dry-run');
  expect(code).toBe(0);
  expect(output).toContain('The plan depends on the deployed database, which cannot be read: ');
});

function deploy(...args: string[]) {
  return runScript(project, 'scripts/deploy.ts', args, api.env);
}

function databaseOf() {
  const database = api.databases.get('perigee-staging');
  if (database === undefined) throw new Error('The database does not exist.');
  return database;
}

function namesOf(type: 'table' | 'index'): string[] {
  const rows = databaseOf().prepare('SELECT name FROM sqlite_schema WHERE type = ? ORDER BY name').all(type);
  return rows.map(({ name }) => String(name));
}

function edit(file: string, before: string, after: string): void {
  const path = join(project, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} does not have ${before}.`);
  writeFileSync(path, text.replace(before, after));
}
