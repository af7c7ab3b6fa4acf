// Serves bknd on the D1 simulator. Arguments: the number of users, the folder of the database's files, the bundle of
// `bknd/worker.mjs`.
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { announce } from '../lib/server-process.ts';
import { insertUserRows } from './insert-user-rows.ts';

const NAME = 'bknd';

const [count = '', folder = '', bundle = ''] = process.argv.slice(2);
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    cf: false,
    telemetry: { enabled: false },
    // bknd warns of each filter by a field without an index.
    handleStructuredLogs: () => undefined,
    resourcePersistencePath: folder,
    workers: [
      {
        name: NAME,
        modules: [{ type: 'ESModule', path: bundle }],
        compatibilityDate: '2026-10-01',
        compatibilityFlags: ['nodejs_compat'],
        d1Databases: ['DB'],
        unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      },
    ],
  }),
);
const url = await miniflare.unsafeGetDirectURL(NAME);
const first = await fetch(new URL('/api/data/entity/users?limit=1', url));
if (!first.ok) throw new Error(`bknd made no table: ${first.status} ${await first.text()}`);
await insertUserRows((await miniflare.getD1Database('DB')) as unknown as D1Database, Number(count));
announce(url.origin, () => miniflare.dispose());
