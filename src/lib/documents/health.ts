import { Problem } from '../http/problem.ts';
import type { Collections } from './schema/collection.ts';
import { type DatabaseState, hasColumn, lackingPart } from './tables/lacking.ts';
import { PRESENT_SCHEMA } from './tables/present.ts';
import { MIGRATIONS_TABLE } from './tables/state-tables.ts';
import { tableOf } from './tables/table.ts';

type Database = Pick<D1Database, 'prepare' | 'batch'>;

export interface Version {
  id: string;
  tag: string;
  timestamp: string;
}

/** What this version was built from. */
export interface Build {
  collections: Collections;
  /** The names of the files in `migrations/`. */
  migrations: readonly string[];
}

/**
 * `GET /health.json`: whether this version can serve, that is, whether the database has all parts that it needs.
 * It reads the schema of the database, and no documents.
 *
 * @throws Problem 503 with the version and the reason
 */
export async function getHealth(
  database: Database,
  { collections, migrations }: Build,
  { id, tag, timestamp }: Version,
): Promise<Response> {
  const extensions = { version: id };
  const state = await stateOf(database).catch((cause: unknown) => {
    throw new Problem('database-unavailable', 'The database cannot be read.', { cause, extensions });
  });
  const definitions = Object.values(collections).map(tableOf);
  const lacking = lackingPart({ migrations, definitions }, state);
  if (lacking !== null) {
    throw new Problem(
      'database-unavailable',
      `The database lacks ${lacking}; run \`npm run deploy\`, or \`npm start\` for the local one.`,
      { extensions },
    );
  }
  return Response.json({ status: 'ok', database: 'ok', version: id, tag, deployed: timestamp });
}

async function stateOf(database: Database): Promise<DatabaseState> {
  const { parts, columns } = PRESENT_SCHEMA;
  const [schema, fields] = await database.batch<DatabaseState['parts'][number]>(
    [parts, columns].map((statement) => database.prepare(statement)),
  );
  const state = { parts: schema?.results ?? [], columns: fields?.results ?? [] };
  const namesIn = async (table: string): Promise<string[]> => {
    if (!hasColumn(state, table, 'name')) return [];
    const { results } = await database.prepare(`SELECT name FROM ${table}`).all<{ name: string }>();
    return results.map(({ name }) => name);
  };
  const [registered, applied] = await Promise.all([namesIn('_collections'), namesIn(MIGRATIONS_TABLE)]);
  return { ...state, registered, applied };
}
