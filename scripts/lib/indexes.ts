import { collections } from '../src/collections.ts';
import {
  INDEX_PREFIX,
  type IndexDefinition,
  indexChanges,
  indexesOf,
} from '../src/lib/documents/schema/indexes.ts';
import { outputOf } from './run.ts';

/**
 * Makes the database's expression indexes those that `src/collections.ts` declares: drops what is declared no more or
 * otherwise, creates what is missing. Does nothing when all is as it should be.
 *
 * @param where `--local` or `--remote`, and other arguments of `wrangler d1 execute`
 */
export async function updateIndexes(where: readonly string[]): Promise<void> {
  const present = await execute<IndexDefinition>(
    where,
    `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name GLOB '${INDEX_PREFIX}*'`,
  );
  const { obsolete, missing } = indexChanges(indexesOf(collections), present);
  const changes = [...obsolete.map(({ name }) => `DROP INDEX "${name}"`), ...missing.map(({ sql }) => sql)];
  if (changes.length === 0) return;
  await execute(where, changes.join('; '));
  console.log(`Indexes: ${missing.length} created, ${obsolete.length} dropped.`);
}

/** Runs SQL with wrangler, and answers the rows of the first statement. */
async function execute<Row>(where: readonly string[], sql: string): Promise<Row[]> {
  const { code, stdout, stderr } = await outputOf('wrangler', [
    'd1',
    'execute',
    'DB',
    ...where,
    '--yes',
    '--json',
    '--command',
    sql,
  ]);
  if (code !== 0) throw new Error(`wrangler ended with ${code}: ${stdout}${stderr}`);
  const [first] = JSON.parse(stdout) as { results: Row[] }[];
  return first?.results ?? [];
}
