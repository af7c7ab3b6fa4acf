import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { query } from './database.ts';

/**
 * The documents in the local database, such as `4 users, 4 pictures`; empty when nothing can be read, and `null` without
 * a database.
 *
 * @param persistTo the folder of the local state; wrangler's default if absent
 */
export async function storedCounts(persistTo?: string): Promise<string | null> {
  if (!existsSync(folderOf(persistTo))) return null;
  const target = { env: undefined, config: undefined, isRemote: false, persistTo };
  const statement = 'SELECT name, documents FROM _collections WHERE documents > 0 ORDER BY name';
  // A database that is damaged or has no tables can be deleted too.
  const [rows = []] = await query<{ name: string; documents: number }>(target, [statement]).catch(() => []);
  return rows.map(({ name, documents }) => `${documents.toLocaleString('en')} ${name}`).join(', ');
}

/** Deletes the local database. All other local state stays. */
export function deleteDatabase(persistTo?: string): void {
  rmSync(folderOf(persistTo), { recursive: true, force: true });
}

/** The folder in which wrangler stores the databases of a local state. */
function folderOf(persistTo = join('.wrangler', 'state')): string {
  return join(persistTo, 'v3', 'd1');
}
