import type { PresentSchema } from '../../../src/lib/documents/tables/present-schema.ts';
import { query, wrangler } from '../database/database.ts';
import { EMPTY_SCHEMA, presentSchemaAnd } from '../database/sync.ts';
import { type Target, workerArguments } from '../target.ts';
import type { DeployedWorker } from './deployed-worker.ts';

/** The state of the database of a deployed Worker. */
export interface RemoteState {
  exists: boolean;
  /** The migrations that are not applied. */
  pending: readonly string[];
  /** The tables; none before the first migration. */
  present: PresentSchema;
}

/**
 * Reads the state of the deployed database, and changes nothing.
 *
 * @throws Error when the account or the database cannot be read
 */
export async function remoteState(target: Target, worker: DeployedWorker): Promise<RemoteState> {
  const { migrations } = worker.database;
  if (!(await databaseExists(target, worker)))
    return { exists: false, pending: migrations, present: EMPTY_SCHEMA };
  return { exists: true, ...(await schemaState(target, worker)) };
}

/** The migrations that are not applied, and the tables of a database that exists. */
export async function schemaState(
  target: Target,
  { database: { migrations, migrationsTable } }: DeployedWorker,
): Promise<Omit<RemoteState, 'exists'>> {
  const select = `SELECT name FROM "${migrationsTable}"`;
  const pendingAfter = (applied: readonly { name: string }[] = []) =>
    migrations.filter((file) => !applied.some(({ name }) => name === file));
  try {
    const [present, applied] = await presentSchemaAnd<{ name: string }>(target, [select]);
    return { pending: pendingAfter(applied), present };
  } catch (error) {
    if (!String(error).includes('no such table')) throw error;
    // The query names two tables that a new database does not have.
    const [applied] = await query<{ name: string }>(target, [select]).catch(() => []);
    return { pending: pendingAfter(applied), present: EMPTY_SCHEMA };
  }
}

/** @throws Error when the configuration names an id that the account does not have */
export async function databaseExists(target: Target, { file, database }: DeployedWorker): Promise<boolean> {
  const output = await wrangler(['d1', 'list', '--json', ...workerArguments(target)]);
  const databases = JSON.parse(output) as { name: string; uuid: string }[];
  if (database.id === undefined) return databases.some(({ name }) => name === database.name);
  if (databases.some(({ uuid }) => uuid === database.id)) return true;
  throw new Error(`${file} names the database_id ${database.id}, and the account has no such database.`);
}

/** Creates the database near this machine. `wrangler d1 create --location` beforehand chooses another place. */
export async function createDatabase(target: Target, { database }: DeployedWorker): Promise<void> {
  await wrangler(['d1', 'create', database.name, ...workerArguments(target)]);
}
