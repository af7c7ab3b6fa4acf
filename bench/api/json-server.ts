// Serves json-server 0.17.4 under /api, with the middlewares of its command line except the log.
// Arguments: the number of users, and `memory` or the path of the file that stores them.
import { writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { announceServer } from '../lib/server-process.ts';
import { makeUsers } from '../lib/users.ts';

/** The part of json-server that this file uses. The package has no types. */
interface JsonServer {
  create(): RequestListener & { use(...handlers: unknown[]): void };
  defaults(options: { logger: boolean }): unknown;
  router(source: string | object): unknown;
}

const jsonServer = createRequire(import.meta.url)('json-server') as JsonServer;
const [count = '', storage = ''] = process.argv.slice(2);

const data = { users: makeUsers(Number(count)) };
if (storage !== 'memory') writeFileSync(storage, JSON.stringify(data));
const app = jsonServer.create();
app.use(jsonServer.defaults({ logger: false }));
app.use('/api', jsonServer.router(storage === 'memory' ? data : storage));
await announceServer(createServer(app));
