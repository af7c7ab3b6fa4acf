import { readFileSync } from 'node:fs';
import { validateDocument } from '../../src/lib/documents/body/validate.ts';
import type { Collections } from '../../src/lib/documents/schema/collection.ts';
import { findCollection } from '../../src/lib/documents/schema/collections.ts';
import { type Documents, documentsIn, insertionsOf } from '../../src/lib/documents/tables/seed.ts';
import { Problem } from '../../src/lib/http/problem.ts';
import { change, query } from './database.ts';
import type { Target } from './target.ts';

const FILE = 'src/seed.json';

/**
 * Stores the documents of `src/seed.json` if nothing was ever written to the database.
 *
 * @returns what it stored, or `undefined`
 * @throws Error naming the first document that its schema refuses
 */
export async function seed(target: Target): Promise<string | undefined> {
  const rows = await query<{ name: string; version: number }>(target, [
    'SELECT name, version FROM _collections',
  ]);
  const collections = rows.flat();
  if (collections.some(({ version }) => version > 0)) return undefined;
  const all: Documents = JSON.parse(readFileSync(FILE, 'utf8'));
  const declared = Object.entries(all).filter(([name]) => collections.some((found) => found.name === name));
  await expectValid(Object.fromEntries(declared));
  await change(target, insertionsOf(Object.fromEntries(declared)));
  const count = declared.reduce((sum, [, documents]) => sum + documentsIn(documents).length, 0);
  return `${count} documents of ${FILE}`;
}

async function expectValid(documents: Documents): Promise<void> {
  // A dynamic import lets `runCommand` report a mistake in the owner's file.
  const { collections }: { collections: Collections } = await import('../../src/collections.ts');
  for (const [name, list] of Object.entries(documents)) {
    const collection = findCollection(collections, name);
    if (collection === null) continue;
    const isList = Array.isArray(list);
    for (const [index, document] of (isList ? list : [list]).entries()) {
      try {
        validateDocument(document, collection);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        throw new Error(`${FILE}: ${name}${isList ? `[${index}]` : ''}: ${error.message}`);
      }
    }
  }
}
