import { existsSync, readdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Target } from '../target.ts';

/** What a configuration of wrangler says about the Worker and its database. */
export interface DeployedWorker {
  name: string;
  /** The configuration file, relative to this folder. */
  file: string;
  database: {
    name: string;
    /** `undefined` when the configuration does not name it. */
    id: string | undefined;
    migrationsTable: string;
    /** The names of the files with migrations, in order. */
    migrations: readonly string[];
  };
}

/** The settings of a `[[d1_databases]]` that are read here. */
interface D1Settings {
  binding: string;
  database_name?: string | undefined;
  database_id?: string | undefined;
  migrations_dir?: string | undefined;
  migrations_table?: string | undefined;
}

/** The binding of the database. */
const BINDING = 'DB';

/**
 * Reads what the configuration says for the environment.
 *
 * @throws Error without the configuration, the environment or the database: wrangler would use those of another
 * environment
 */
export async function deployedWorker({
  env,
  config,
}: Pick<Target, 'env' | 'config'>): Promise<DeployedWorker> {
  const { experimental_readRawConfig: readRaw, unstable_readConfig: read } = await import('wrangler');
  const environment = env ?? process.env['CLOUDFLARE_ENV'];
  const args = { ...(config === undefined ? {} : { config }), env: environment };
  if (config !== undefined && !existsSync(config)) throw new Error(`There is no file ${config}.`);
  const { rawConfig, configPath } = readRaw(args);
  const file = configPath ?? 'wrangler.toml';
  const known = Object.keys(rawConfig.env ?? {});
  if (environment && !known.includes(environment)) {
    const allowed = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
    throw new Error(`${file} has no environment "${environment}"; ${allowed}.`);
  }
  const parsed = read(args, { hideWarnings: true });
  const databases: D1Settings[] = parsed.d1_databases;
  const database = databases.find(({ binding }) => binding === BINDING);
  if (database === undefined || parsed.name === undefined) {
    const where = environment ? ` for the environment ${environment}` : '';
    throw new Error(`${file} must name the Worker and a D1 database with the binding ${BINDING}${where}.`);
  }
  const folder = resolve(dirname(file), database.migrations_dir ?? 'migrations');
  return {
    name: parsed.name,
    file,
    database: {
      // Wrangler's name for a database without one.
      name: database.database_name ?? `${parsed.name}-${BINDING.toLowerCase()}`,
      id: database.database_id,
      migrationsTable: database.migrations_table ?? 'd1_migrations',
      migrations: existsSync(folder)
        ? readdirSync(folder)
            .filter((name) => name.endsWith('.sql'))
            .sort()
        : [],
    },
  };
}
