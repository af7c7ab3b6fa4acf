// Serves the built Worker with a D1 database of users, on a socket of workerd: a request passes no part of `wrangler dev`.
// Arguments: the number of users, the folder of the database's files, the write token.
import { startBuiltWorker } from './built-worker.ts';
import { announce } from './server-process.ts';
import { makeUsers } from './users.ts';

/** Users per statement: D1 accepts 2 MB in a bound value (https://developers.cloudflare.com/d1/platform/limits/). */
const CHUNK = 10_000;

const [count = '', folder = '', token = ''] = process.argv.slice(2);

// The benchmark measures the Worker, not a cache in front of it.
const { url, database, stop } = await startBuiltWorker({
  vars: { ADMIN_TOKEN: token, EDGE_CACHE: 'off' },
  folder,
});
await database.prepare('DELETE FROM users').run();
const users = makeUsers(Number(count));
const insertion = database.prepare(
  `INSERT INTO users (id, body) SELECT value ->> 'id', value FROM json_each(?1)`,
);
for (let i = 0; i < users.length; i += CHUNK) {
  await insertion.bind(JSON.stringify(users.slice(i, i + CHUNK))).run();
}
announce(url.origin, stop);
