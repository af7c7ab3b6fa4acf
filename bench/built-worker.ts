import { globSync, readdirSync, readFileSync } from 'node:fs';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_splitSqlQuery } from 'wrangler';
import { collections } from '../src/collections.ts';
import { indexesOf } from '../src/lib/documents/schema/indexes.ts';

const BUILD = 'dist/server';
const ENTRY = 'entry.mjs';
const NAME = 'perigee';

export interface BuiltWorker {
  url: URL;
  database: D1Database;
  stop: () => Promise<void>;
}

/**
 * Serves `dist/server` on a socket of workerd's own, without the machinery of `wrangler dev`, which costs some 2 ms a
 * request; with a fresh, migrated database. Static files are left out: the router that looks for one at each request is
 * not the Worker.
 *
 * @param vars what takes the place of the variables in `wrangler.toml`
 * @param folder where the database's files go; in memory, if there is none
 */
export async function startBuiltWorker(vars: Record<string, string>, folder?: string): Promise<BuiltWorker> {
  // The modules are listed below, so the rules by which wrangler finds them go.
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
      // The Worker logs a line a request, which nobody reads here.
      handleStructuredLogs: () => undefined,
      ...(folder !== undefined && { resourcePersistencePath: folder }),
      workers: [
        {
          ...worker,
          name: NAME,
          rootPath: BUILD,
          modules: modules.map((path) => ({ type: 'ESModule' as const, path })),
          bindings: { ...(worker.bindings as Record<string, string>), ...vars },
          unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
        },
      ],
    }),
  );
  const database = (await miniflare.getD1Database('DB')) as unknown as D1Database;
  await migrate(database);
  return { url: await miniflare.unsafeGetDirectURL(NAME), database, stop: () => miniflare.dispose() };
}

async function migrate(database: D1Database): Promise<void> {
  const files = readdirSync('migrations').sort();
  const statements = files.flatMap((file) =>
    unstable_splitSqlQuery(readFileSync(`migrations/${file}`, 'utf8')),
  );
  statements.push(...indexesOf(collections).map(({ sql }) => sql));
  await database.batch(statements.map((statement) => database.prepare(statement)));
}
