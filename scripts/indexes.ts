import { spawn } from 'node:child_process';
import { collections } from '../src/collections.ts';
import { INDEX_PREFIX, type IndexDefinition, indexChanges, indexesOf } from '../src/lib/documents/indexes.ts';

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
  const output = await outputOf('wrangler', [
    'd1',
    'execute',
    'DB',
    ...where,
    '--yes',
    '--json',
    '--command',
    sql,
  ]);
  const [first] = JSON.parse(output) as { results: Row[] }[];
  return first?.results ?? [];
}

function outputOf(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code}: ${output}`)),
    );
  });
}
