import { readdirSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { collections } from '../../src/collections.ts';
import { tableOf } from '../../src/lib/documents/tables/definition/collection-table.ts';
import { identifier } from '../../src/lib/documents/tables/definition/identifiers.ts';
import { STATE_INDEXES, STATE_TABLES } from '../../src/lib/documents/tables/definition/state-tables.ts';
import { tableStatements } from '../support/worker/tables.ts';
import { call, migrationStatements, useWorker, write } from '../support/worker/worker.ts';

const unmigrated = useWorker({ isMigrated: false });
const outdated = useWorker({ vars: { EDGE_CACHE: 'off' } });

const MIGRATIONS = readdirSync('migrations').sort();
const DEFINITIONS = Object.values(collections).map(tableOf);

/** A part of the database: how health names it, and the statements that remove it alone. */
type Part = [what: string, statements: string[]];

/** A renamed column is missing for the Worker, and the triggers and indexes still have it. */
function renaming(table: string, column: string): Part {
  const statement = `ALTER TABLE ${identifier(table)} RENAME COLUMN ${identifier(column)} TO other`;
  return [`the column ${column} of ${table}`, [statement]];
}

const PARTS: Part[] = [
  ...MIGRATIONS.map(
    (name): Part => [`the migration ${name}`, [`DELETE FROM d1_migrations WHERE name = '${name}'`]],
  ),
  ...Object.entries(STATE_TABLES).flatMap(([table, columns]): Part[] => [
    [`the table ${table}`, [`DROP TABLE ${table}`]],
    ...columns.map((column) => renaming(table, column)),
  ]),
  ...STATE_INDEXES.map((name): Part => [`the index ${name}`, [`DROP INDEX ${name}`]]),
  ...DEFINITIONS.flatMap(({ collection, columns, indexes, search, triggers, changes }): Part[] => [
    [`the table of ${collection}`, [`DROP TABLE ${identifier(collection)}`]],
    [`the row of ${collection} in _collections`, [`DELETE FROM _collections WHERE name = '${collection}'`]],
    ...['seq', 'id', 'body', 'version', 'modified'].map((column) => renaming(collection, column)),
    ...columns.map(({ name }): Part => {
      const named = triggers.filter(({ sql }) => sql.includes(identifier(name)));
      return [
        `the column ${name.slice(2)} of ${collection}`,
        [
          ...named.map((trigger) => `DROP TRIGGER ${identifier(trigger.name)}`),
          ...indexes
            .filter(({ sql }) => sql.includes(identifier(name)))
            .map((index) => `DROP INDEX ${identifier(index.name)}`),
          `ALTER TABLE ${identifier(collection)} DROP COLUMN ${identifier(name)}`,
          ...named.map(({ sql }) => sql),
        ],
      ];
    }),
    ...indexes.map(
      ({ name }): Part => [
        `the index of ${name.replace(/^.*?:(by:)?/, '')} of ${collection}`,
        [`DROP INDEX ${identifier(name)}`],
      ],
    ),
    ...triggers.map(
      ({ name }): Part => [
        `the trigger ${name.replace(/^.*:/, '')} of ${collection}`,
        [`DROP TRIGGER ${identifier(name)}`],
      ],
    ),
    ...(changes
      ? [
          [
            `the record of changes of ${collection}`,
            [`UPDATE _collections SET changes_from = NULL WHERE name = '${collection}'`],
          ] as Part,
        ]
      : []),
    ...(search === null
      ? []
      : [
          [`the search index of ${collection}`, [`DROP TABLE ${identifier(search.name)}`]] as Part,
          [
            `the search index of ${collection}`,
            [`DROP TABLE ${identifier(search.name)}`, `CREATE TABLE ${identifier(search.name)} (text TEXT)`],
          ] as Part,
        ]),
  ]),
];

const REQUESTS: [method: string, path: string, body?: unknown, headers?: Record<string, string>][] = [
  ['GET', '/api'],
  ['GET', '/api/0.json'],
  ['GET', '/api/users'],
  ['GET', '/api/users/changes'],
  ['GET', '/api/users/1'],
  ['HEAD', '/api/users/1'],
  ['OPTIONS', '/api/users'],
  ['GET', '/api/users?q=sarah&_sort=-name&_page=1'],
  ['GET', '/api/users?name=Sarah'],
  ['GET', '/api/users/1?_embed=pictures'],
  ['GET', '/api/users?_embed=pictures'],
  ['GET', '/api/users/0/pictures'],
  ['GET', '/api/pictures?userId=0&_expand=user'],
  ['GET', '/api/pictures?title_gte=A&_sort=title'],
  ['POST', '/api/users', { name: 'New' }],
  ['POST', '/api/users', { name: 'New' }, { 'idempotency-key': 'once' }],
  ['POST', '/api/users', [{ name: 'A' }, { name: 'B' }]],
  ['POST', '/api/users', [{ name: 'A' }, { name: 'B' }], { 'idempotency-key': 'twice' }],
  ['POST', '/api/users/1/pictures', { title: 'x', source: '/pictures/apogee.jpg', alt: 'x' }],
  ['PUT', '/api/users/1', { name: 'New' }],
  ['PUT', '/api/users/77', { name: 'New' }, { 'if-none-match': '*' }],
  ['PATCH', '/api/users/1', { name: 'Newer' }],
  ['PATCH', '/api/users?id=0&id=1', { name: 'Newest' }],
  ['DELETE', '/api/users/2'],
  ['DELETE', '/api/users?id=0&id=1'],
  ['POST', '/api/pictures', { title: 'x', source: '/pictures/apogee.jpg', alt: 'x', userId: 1 }],
  ['PATCH', '/api/pictures/1', { title: 'y', userId: 2 }],
  ['DELETE', '/api/pictures/1'],
];

/** What an error of the database, a path or a stack would add to a response. */
const INTERNAL = /SQLITE|D1_ERROR|no such|SELECT |INSERT |UPDATE |_collections|\.ts\b|\bat \w+ \(/;

it('/health.json names the first migration that the database lacks, and no request fails with 500', async () => {
  expect(await (await call('/health.json', {}, unmigrated)).json()).toMatchObject({
    status: 503,
    detail: expect.stringContaining('The database lacks the table _collections;'),
  });
  await expectNoFailure('a database without tables', unmigrated);
});

describe('a database that lacks one part', () => {
  beforeAll(restore);
  afterEach(restore);

  it.each(PARTS)(
    'is reported by /health.json: %s; and no request fails with 500',
    async (what, statements) => {
      await run(statements);
      const health = await call('/health.json', {}, outdated);
      expect(await health.json()).toMatchObject({
        status: 503,
        detail: `The database lacks ${what}; run \`npm run deploy\`, or \`npm start\` for the local one.`,
      });
      await expectNoFailure(what, outdated);
    },
  );

  it('is healthy again with parts that this version does not need', async () => {
    await run([
      'ALTER TABLE users ADD COLUMN "$.later" ANY',
      'CREATE INDEX "users:by:later" ON users ("$.later")',
      `INSERT INTO d1_migrations (name) VALUES ('9999_later.sql')`,
      'CREATE TABLE later (a)',
    ]);
    expect((await call('/health.json', {}, outdated)).status).toBe(200);
    await expectNoFailure('more', outdated);
  });
});

/** Every request is answered below 500, or with 503 and a reason that shows nothing internal. */
async function expectNoFailure(what: string, worker: typeof outdated): Promise<void> {
  for (const [method, path, body, headers] of REQUESTS) {
    const response = await write(method, path, body, headers, worker);
    const text = await response.text();
    const title = `${method} ${path} without ${what}: ${response.status} ${text}`;
    expect(response.status < 500 || response.status === 503, title).toBe(true);
    if (response.status < 500) continue;
    expect(text, title).not.toMatch(INTERNAL);
    if (method !== 'HEAD') expect(JSON.parse(text).code, title).toBe('database-unavailable');
  }
}

async function run(statements: readonly string[]): Promise<void> {
  await outdated.batch(statements);
}

async function restore(): Promise<void> {
  const [tables = []] = await outdated.batch([
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '*:search_*'`,
  ]);
  await run([
    ...tables.map(({ name }) => `DROP TABLE ${identifier(String(name))}`),
    ...migrationStatements(),
    ...(await tableStatements('.')),
  ]);
}
