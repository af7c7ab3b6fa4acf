// The built Worker in workerd, with a D1 full of users. Its socket is workerd's own and leads to the Worker's fetch
// handler: a request goes through nothing of `wrangler dev`.
// Arguments: the number of users, the folder for the database's files, the write token.
import { startBuiltWorker } from '../built-worker.ts';
import { makeUsers } from '../documents.ts';
import { announce } from '../servers.ts';

/** Users in one statement: D1 takes 2 MB in a bound value. */
const CHUNK = 10_000;

const [count = '', folder = '', token = ''] = process.argv.slice(2);

// The Worker is measured, not a cache in front of it.
const { url, database, stop } = await startBuiltWorker({ ADMIN_TOKEN: token, EDGE_CACHE: 'off' }, folder);
await database.prepare('DELETE FROM documents').run();
const users = makeUsers(Number(count));
const insertion = database.prepare(
  `INSERT INTO documents (collection, id, body) SELECT 'users', value ->> 'id', value FROM json_each(?1)`,
);
for (let i = 0; i < users.length; i += CHUNK) {
  await insertion.bind(JSON.stringify(users.slice(i, i + CHUNK))).run();
}
announce(url.origin, stop);
