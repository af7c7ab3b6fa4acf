import { createHash } from 'node:crypto';
import { constants, cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaStatements, startBuiltWorker } from '../lib/built-worker.ts';
import type { Sizes } from './cases.ts';
import { insertPictures, insertUsers } from './insert-sql.ts';

const CACHE = 'node_modules/.cache/perigee-scale';
/** Documents per statement. */
const CHUNK = 20_000;

/** Copies the database with these documents into a new folder, which the caller removes. Builds the database once. */
export async function copyDatabase(project: string, sizes: Sizes): Promise<string> {
  const inserts = insertions(sizes);
  const key = createHash('sha256').update([...(await schemaStatements(project)), ...inserts].join(';'));
  const built = join(CACHE, `${sizes.users}-${key.digest('hex').slice(0, 16)}`);
  if (!existsSync(built)) await build(project, built, inserts);
  const copy = mkdtempSync(join(tmpdir(), 'perigee-scale-'));
  cpSync(built, copy, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return copy;
}

async function build(project: string, folder: string, inserts: readonly string[]): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  try {
    const { database, stop } = await startBuiltWorker({ vars: {}, folder: unfinished, project });
    for (const [i, statement] of inserts.entries()) {
      process.stderr.write(`\rbuilding ${folder}: ${i} of ${inserts.length}`);
      await database.prepare(statement).run();
    }
    process.stderr.write('\n');
    await stop();
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function insertions({ users, pictures }: Sizes): string[] {
  return [
    ...chunks(users).map(([from, to]) => insertUsers(from, to)),
    ...chunks(pictures).map(([from, to]) => insertPictures(from, to, users)),
  ];
}

function chunks(count: number): [number, number][] {
  return Array.from({ length: Math.ceil(count / CHUNK) }, (_, i) => [
    i * CHUNK + 1,
    Math.min((i + 1) * CHUNK, count),
  ]);
}
