// json-server 0.17.4 under /api, with the middlewares of its command line but for the log.
// Arguments: the number of users, and `memory` or the path of the file to keep them in.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { makeUsers } from '../documents.ts';
import { announce } from '../servers.ts';

/** The part of json-server, which has no types, that is used here. */
interface JsonServer {
  create(): RequestListener & { use(...handlers: unknown[]): void };
  defaults(options: { logger: boolean }): unknown;
  router(source: string | object): unknown;
}

const jsonServer = createRequire(import.meta.url)('json-server') as JsonServer;
const [count = '', keptIn = ''] = process.argv.slice(2);

const data = { users: makeUsers(Number(count)) };
if (keptIn !== 'memory') writeFileSync(keptIn, JSON.stringify(data));
const app = jsonServer.create();
app.use(jsonServer.defaults({ logger: false }));
app.use('/api', jsonServer.router(keptIn === 'memory' ? data : keptIn));

const server = createServer(app).listen(0, '127.0.0.1');
await once(server, 'listening');
announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => {
  server.closeAllConnections();
  server.close();
});
