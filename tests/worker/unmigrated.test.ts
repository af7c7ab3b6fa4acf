import { afterEach, describe, expect, it } from 'vitest';
import { collections } from '../../src/collections.ts';
import { insertionsOf } from '../../src/lib/documents/tables/seed.ts';
import { creationOf, firstDocuments } from '../support/tables.ts';
import { call, useWorker, write } from '../support/worker.ts';

const unmigrated = useWorker({ isMigrated: false });
const outdated = useWorker({});

it('/health.json responds 503 while the database lacks its tables', async () => {
  const response = await unmigrated.fetch('/health.json');
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ title: 'Database unavailable', status: 503 });
  expect(unmigrated.getLogs().some(({ message }) => String(message).includes('no such table'))).toBe(true);
});

describe('a database that does not fit this version', () => {
  afterEach(async () => {
    const { DB } = await outdated.getWorker<Env>().getEnv();
    const db = DB as unknown as D1Database;
    const names = Object.keys(collections).flatMap((name) => [`"${name}"`, `"${name}:search"`]);
    await db.batch(names.map((name) => db.prepare(`DROP TABLE IF EXISTS ${name}`)));
    await db.prepare('DELETE FROM _collections').run();
    const statements = [...creationOf(collections), ...insertionsOf(firstDocuments(collections))];
    await db.batch(statements.map((statement) => db.prepare(statement)));
  });

  it.each([
    ['a table', 'the table of users', ['DROP TABLE users']],
    [
      'a row of `_collections`',
      'the row of users in _collections',
      [`DELETE FROM _collections WHERE name = 'users'`],
    ],
    ['a search index', 'the search index of users', ['DROP TABLE "users:search"']],
    [
      'the record of changes',
      'the record of changes of users',
      [`UPDATE _collections SET changes_from = NULL WHERE name = 'users'`],
    ],
    [
      'a column',
      'the column userId of pictures',
      [
        'DROP TRIGGER "pictures:inserted"',
        'DROP TRIGGER "pictures:changed"',
        'DROP INDEX "pictures:by:userId"',
        'ALTER TABLE pictures DROP COLUMN "$.userId"',
      ],
    ],
  ])(
    'is told by /health.json when it lacks %s, and no request fails with 500',
    async (_, reason, statements) => {
      const { DB } = await outdated.getWorker<Env>().getEnv();
      const db = DB as unknown as D1Database;
      await db.batch(statements.map((statement) => db.prepare(statement)));
      const health = await call('/health.json', {}, outdated);
      expect(health.status).toBe(503);
      expect(await health.json()).toMatchObject({
        detail: `The database lacks ${reason}; run \`npm run sync\`.`,
      });
      const requests: [string, string, unknown?][] = [
        ['GET', '/api/users'],
        ['GET', '/api/users/changes'],
        ['GET', '/api/users?q=sarah&_sort=name'],
        ['GET', '/api/users/1?_embed=pictures'],
        ['GET', '/api/pictures?userId=0&_expand=user'],
        ['POST', '/api/users', { name: 'New' }],
        ['PUT', '/api/users/1', { name: 'New' }],
        ['PATCH', '/api/users/1', { name: 'Newer' }],
        ['DELETE', '/api/users/2'],
        ['POST', '/api/pictures', { title: 'x', source: '/pictures/apogee.jpg', alt: 'x', userId: 1 }],
      ];
      for (const [method, path, body] of requests) {
        const response = await write(method, path, body, {}, outdated);
        const text = await response.text();
        expect(response.status, `${method} ${path}: ${text}`).not.toBe(500);
        expect(text).not.toMatch(/SQLITE|no such|_collections|SELECT/);
      }
    },
  );
});
