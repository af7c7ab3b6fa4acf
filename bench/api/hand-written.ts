// Serves `hand-written-worker.ts` on the D1 simulator. Arguments: the number of users, the folder of the database's files.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { announce } from '../lib/server-process.ts';
import { insertUserRows } from './insert-user-rows.ts';

const NAME = 'hand-written';

const [count = '', folder = ''] = process.argv.slice(2);
const source = readFileSync(new URL('./hand-written-worker.ts', import.meta.url), 'utf8');
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    cf: false,
    telemetry: { enabled: false },
    resourcePersistencePath: folder,
    workers: [
      {
        name: NAME,
        modules: [{ type: 'ESModule', path: 'worker.mjs', contents: stripTypeScriptTypes(source) }],
        compatibilityDate: '2026-10-01',
        d1Databases: ['DB'],
        unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      },
    ],
  }),
);
const database = (await miniflare.getD1Database('DB')) as unknown as D1Database;
await database.batch([
  database.prepare(
    'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, age INTEGER, city TEXT, email TEXT, active INTEGER, address TEXT)',
  ),
  database.prepare('CREATE INDEX users_by_name ON users (name)'),
]);
await insertUserRows(database, Number(count));
const url = await miniflare.unsafeGetDirectURL(NAME);
announce(url.origin, () => miniflare.dispose());
