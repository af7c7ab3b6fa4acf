// The built Worker in workerd, with a D1 full of users. Its socket is workerd's own and leads to the Worker's fetch
// handler: a request goes through nothing of `wrangler dev`.
// Arguments: the number of users, the folder for the database's files, the write token.
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_splitSqlQuery } from 'wrangler';
import { collections } from '../../src/collections.ts';
import { indexesOf } from '../../src/lib/documents/indexes.ts';
import { makeUsers, type User } from '../documents.ts';
import { announce } from '../servers.ts';

const BUILD = 'dist/server';
const ENTRY = 'entry.mjs';
const MIGRATIONS = 'migrations';
/** Users in one statement: D1 takes 2 MB in a bound value. */
const CHUNK = 10_000;

const [count = '', folder = '', token = ''] = process.argv.slice(2);

// The modules are listed below, so the rules by which wrangler finds them go. So do the static files: the router that
// looks for one at each request is not the Worker, and no request here asks for one.
const {
  modulesRules: _rules,
  assets: _assets,
  ...worker
} = unstable_getMiniflareWorkerOptions(`${BUILD}/wrangler.json`).workerOptions;
const modules = [ENTRY, ...globSync('**/*.mjs', { cwd: BUILD }).filter((path) => path !== ENTRY)];
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    // Nothing is asked of the internet.
    cf: false,
    telemetry: { enabled: false },
    resourcePersistencePath: folder,
    workers: [
      {
        ...worker,
        name: 'perigee',
        rootPath: BUILD,
        modules: modules.map((path) => ({ type: 'ESModule' as const, path })),
        // The Worker is measured, not a cache in front of it.
        bindings: { ...(worker.bindings as Record<string, string>), ADMIN_TOKEN: token, EDGE_CACHE: 'off' },
        unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      },
    ],
  }),
);
const db = (await miniflare.getD1Database('DB')) as unknown as D1Database;
await fill(db, makeUsers(Number(count)));
announce((await miniflare.unsafeGetDirectURL()).origin, () => miniflare.dispose());

async function fill(db: D1Database, users: readonly User[]): Promise<void> {
  for (const file of readdirSync(MIGRATIONS).sort()) {
    const statements = unstable_splitSqlQuery(readFileSync(join(MIGRATIONS, file), 'utf8'));
    await db.batch(statements.map((sql) => db.prepare(sql)));
  }
  await db.prepare('DELETE FROM documents').run();
  const insertion = db.prepare(
    `INSERT INTO documents (collection, id, body) SELECT 'users', value ->> 'id', value FROM json_each(?1)`,
  );
  for (let i = 0; i < users.length; i += CHUNK) {
    await insertion.bind(JSON.stringify(users.slice(i, i + CHUNK))).run();
  }
  await db.batch(indexesOf(collections).map(({ sql }) => db.prepare(sql)));
}
