import {
  INDEX_PREFIX,
  type IndexDefinition,
  indexChanges,
  indexesOf,
} from '../../src/lib/documents/schema/indexes.ts';
import { outputOf } from './run.ts';
import { errorOf } from './wrangler-output.ts';

/** The arguments of `wrangler d1` that select a database: `--local` or `--remote`, and where its state is. */
export type DatabaseLocation = readonly string[];

/**
 * Creates the expression indexes that `src/collections.ts` declares, and drops those that it no longer declares or
 * declares differently.
 *
 * @returns the changes, or `undefined` without any
 */
export async function updateIndexes(location: DatabaseLocation): Promise<string | undefined> {
  // A dynamic import lets `runCommand` report a mistake in the owner's file.
  const { collections } = await import('../../src/collections.ts');
  const present = await execute<IndexDefinition>(
    location,
    `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name GLOB '${INDEX_PREFIX}*'`,
  );
  const { obsolete, missing } = indexChanges(indexesOf(collections), present);
  const changes = [...obsolete.map(({ name }) => `DROP INDEX "${name}"`), ...missing.map(({ sql }) => sql)];
  if (changes.length === 0) return undefined;
  await execute(location, changes.join('; '));
  return `${missing.length} created, ${obsolete.length} dropped`;
}

/** Runs SQL with wrangler and returns the rows of the first statement. */
async function execute<Row>(location: DatabaseLocation, sql: string): Promise<Row[]> {
  const args = ['d1', 'execute', 'DB', ...location, '--yes', '--json', '--command', sql];
  const { code, stdout, stderr } = await outputOf('wrangler', args);
  if (code !== 0) throw new Error(`The indexes cannot be updated: ${errorOf(stdout + stderr)}`);
  const [first] = JSON.parse(stdout) as { results: Row[] }[];
  return first?.results ?? [];
}
