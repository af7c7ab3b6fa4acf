import { Problem } from '../http/problem/problem.ts';
import type { Collections } from './schema/collection.ts';
import { findCollection, isPublic } from './schema/find-collection.ts';
import { callD1 } from './store/d1/d1-call.ts';
import { tableOf } from './tables/definition/collection-table.ts';
import { MIGRATIONS_TABLE } from './tables/definition/state-tables.ts';
import { type DatabaseState, hasColumn, missingPart } from './tables/missing-part.ts';
import { PRESENT_SCHEMA } from './tables/present-schema.ts';

type Database = Pick<D1Database, 'prepare' | 'batch'>;

interface Version {
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
 * `GET /health.json`: whether the database has all parts that this version needs. Reads the schema of the
 * database, and no documents.
 *
 * @throws Problem 503 with the version and the reason
 */
export async function getHealth(
  database: Database,
  { collections, migrations }: Build,
  { id, tag, timestamp }: Version,
): Promise<Response> {
  const extensions = { version: id };
  const state = await stateOf(database).catch((error: unknown) => {
    const cause = error instanceof Problem ? error.cause : error;
    throw new Problem('database-unavailable', 'The database cannot be read.', { cause, extensions });
  });
  const definitions = Object.values(collections).map(tableOf);
  const missing = missingPart({ migrations, definitions }, state);
  if (missing !== null) {
    const collection = findCollection(collections, missing.collection ?? '');
    // Everyone reads this response, so it does not name a private collection.
    const isHidden = collection !== null && !isPublic(collection);
    throw new Problem(
      'database-unavailable',
      `The database lacks ${isHidden ? 'a part of a private collection' : missing.what}; run \`npm run deploy\`, or \`npm start\` for the local one.`,
      { extensions },
    );
  }
  return Response.json({ status: 'ok', database: 'ok', version: id, tag, deployed: timestamp });
}

async function stateOf(database: Database): Promise<DatabaseState> {
  const { parts, columns } = PRESENT_SCHEMA;
  const [schema, fields] = await callD1(
    () =>
      database.batch<DatabaseState['parts'][number]>(
        [parts, columns].map((statement) => database.prepare(statement)),
      ),
    true,
  );
  const state = { parts: schema?.results ?? [], columns: fields?.results ?? [] };
  const rowsOf = async <Row>(table: string, columns: readonly string[]): Promise<Row[]> => {
    if (!columns.every((column) => hasColumn(state, table, column))) return [];
    const statement = database.prepare(`SELECT ${columns.join(', ')} FROM ${table}`);
    return (await callD1(() => statement.all<Row>(), true)).results;
  };
  const [rows, applied] = await Promise.all([
    rowsOf<{ name: string; changes_from: number | null }>('_collections', ['name', 'changes_from']),
    rowsOf<{ name: string }>(MIGRATIONS_TABLE, ['name']),
  ]);
  const namesOf = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  return {
    ...state,
    registered: namesOf(rows),
    recorded: namesOf(rows.filter((row) => row.changes_from !== null)),
    applied: namesOf(applied),
  };
}
