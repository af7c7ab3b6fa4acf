import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_splitSqlQuery } from 'wrangler';
import type { Collections } from '../../src/lib/documents/schema/collection.ts';
import { tableOf } from '../../src/lib/documents/tables/definition/collection-table.ts';
import { changesOf } from '../../src/lib/documents/tables/sync/planned-changes.ts';

const ENTRY = 'entry.mjs';
const NAME = 'perigee';

export interface BuiltWorkerOptions {
  /** Variables that override those of `wrangler.toml`. The rate limits are off unless this says `on`. */
  vars: Record<string, string>;
  /** The folder of the database's files. The database is in memory if absent. */
  folder?: string | undefined;
  /** The folder of the built project; this repository by default. */
  project?: string;
  /** Responds to the Worker's fetches. If present, the Worker also has the binding of the static files. */
  upstream?: (request: Request) => Response | Promise<Response>;
}

export interface BuiltWorker {
  url: URL;
  database: D1Database;
  stop: () => Promise<void>;
}

/**
 * Serves `dist/server` with its database, on a socket of workerd. This bypasses two parts that are not the Worker: the
 * proxy of `wrangler dev`, which costs about 2 ms per request, and the router that looks for a static file first. Creates
 * the tables of a new database.
 */
export async function startBuiltWorker({
  vars,
  folder,
  project = '.',
  upstream,
}: BuiltWorkerOptions): Promise<BuiltWorker> {
  const build = join(project, 'dist/server');
  // `modules` lists the modules, so wrangler's rules for finding them are dropped.
  const {
    modulesRules: _rules,
    assets,
    ...worker
  } = unstable_getMiniflareWorkerOptions(`${build}/wrangler.json`).workerOptions;
  const modules = [ENTRY, ...globSync('**/*.mjs', { cwd: build }).filter((path) => path !== ENTRY)];
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
          rootPath: build,
          modules: modules.map((path) => ({ type: 'ESModule' as const, path })),
          bindings: { ...(worker.bindings as Record<string, string>), RATE_LIMITS: 'off', ...vars },
          ...(upstream !== undefined && {
            assets: assets as { directory: string },
            outboundService: upstream as never,
          }),
          unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
        },
      ],
    }),
  );
  const database = (await miniflare.getD1Database('DB')) as unknown as D1Database;
  if (await isNew(database)) await createTables(database, project);
  return { url: await miniflare.unsafeGetDirectURL(NAME), database, stop: () => miniflare.dispose() };
}

async function isNew(database: D1Database): Promise<boolean> {
  const table = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = '_collections'`);
  return (await table.first()) === null;
}

async function createTables(database: D1Database, project: string): Promise<void> {
  const statements = await schemaStatements(project);
  await database.batch(statements.map((statement) => database.prepare(statement)));
}

/** Returns the statements that create the tables of a project's collections in an empty database. */
export async function schemaStatements(project: string): Promise<string[]> {
  const { collections } = (await import(join(resolve(project), 'src/collections.ts'))) as {
    collections: Collections;
  };
  const migrations = readdirSync('migrations').sort();
  const nothing = { parts: [], columns: [], collections: [] };
  return [
    ...migrations.flatMap((file) => unstable_splitSqlQuery(readFileSync(`migrations/${file}`, 'utf8'))),
    ...changesOf(Object.values(collections).map(tableOf), nothing).flatMap(({ statements }) => statements),
  ];
}
