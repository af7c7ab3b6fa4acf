import { globSync, readdirSync, readFileSync } from 'node:fs';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_splitSqlQuery } from 'wrangler';
import { collections } from '../../src/collections.ts';
import { changesOf } from '../../src/lib/documents/tables/changes.ts';
import { tableOf } from '../../src/lib/documents/tables/table.ts';

const BUILD = 'dist/server';
const ENTRY = 'entry.mjs';
const NAME = 'perigee';

export interface BuiltWorker {
  url: URL;
  database: D1Database;
  stop: () => Promise<void>;
}

/**
 * Serves `dist/server` with a fresh, migrated database, on a socket that belongs to workerd. This leaves out two parts
 * that are not the Worker: the proxy of `wrangler dev`, which costs about 2 ms per request, and the router that looks
 * for a static file first.
 *
 * @param vars override the variables of `wrangler.toml`
 * @param folder the folder of the database's files; the database is in memory if absent
 */
export async function startBuiltWorker(vars: Record<string, string>, folder?: string): Promise<BuiltWorker> {
  // `modules` lists the modules, so wrangler's rules for finding them are dropped.
  const {
    modulesRules: _rules,
    assets: _assets,
    ...worker
  } = unstable_getMiniflareWorkerOptions(`${BUILD}/wrangler.json`).workerOptions;
  const modules = [ENTRY, ...globSync('**/*.mjs', { cwd: BUILD }).filter((path) => path !== ENTRY)];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      // Miniflare would download sample geodata for `request.cf`.
      cf: false,
      telemetry: { enabled: false },
      // The Worker logs one line per request.
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
  const nothing = { parts: [], columns: [], collections: [] };
  const changes = changesOf(Object.values(collections).map(tableOf), nothing);
  statements.push(...changes.flatMap((change) => change.statements));
  await database.batch(statements.map((statement) => database.prepare(statement)));
}
