import { readFileSync } from 'node:fs';
import { type Documents, documentsIn, insertionsOf } from '../../src/lib/documents/tables/seed.ts';
import { change, query } from './database.ts';
import type { Target } from './target.ts';

const FILE = 'src/seed.json';

/**
 * Stores the documents of `src/seed.json` if nothing was ever written to the database.
 *
 * @returns what it stored, or `undefined`
 */
export async function seed(target: Target): Promise<string | undefined> {
  const rows = await query<{ name: string; version: number }>(target, [
    'SELECT name, version FROM _collections',
  ]);
  const collections = rows.flat();
  if (collections.some(({ version }) => version > 0)) return undefined;
  const all: Documents = JSON.parse(readFileSync(FILE, 'utf8'));
  const declared = Object.entries(all).filter(([name]) => collections.some((found) => found.name === name));
  await change(target, insertionsOf(Object.fromEntries(declared)));
  const count = declared.reduce((sum, [, documents]) => sum + documentsIn(documents).length, 0);
  return `${count} documents of ${FILE}`;
}
