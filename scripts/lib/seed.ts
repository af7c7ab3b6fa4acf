import { readFileSync } from 'node:fs';
import { validateDocuments } from '../../src/lib/documents/body/validate-documents.ts';
import type { Collections } from '../../src/lib/documents/schema/collection.ts';
import { type Documents, insertionsOf } from '../../src/lib/documents/tables/seed.ts';
import { Problem } from '../../src/lib/http/problem.ts';
import { change, type DatabaseLocation, query } from './database.ts';

/** What `src/collections.ts` exports. The definitions of another database name no first documents, or other ones. */
interface Definitions {
  collections: Collections;
  /** The file of the first documents. */
  firstDocuments?: string;
}

/**
 * Stores the first documents, all or none, if nothing was ever written to the database.
 *
 * @returns what it stored or why it did not, or `undefined`
 */
export async function seed(location: DatabaseLocation): Promise<string | undefined> {
  const { collections, firstDocuments: file }: Definitions = await import('../../src/collections.ts');
  if (file === undefined || (await isWrittenTo(location))) return undefined;
  const all: Documents = JSON.parse(readFileSync(file, 'utf8'));
  const declared = Object.entries(all).filter(([name]) => Object.hasOwn(collections, name));
  const problem = problemOf(declared, collections);
  if (problem !== null) return `nothing of ${file} was stored. ${problem}`;
  await change(location, insertionsOf(Object.fromEntries(declared)));
  const count = declared.reduce((sum, [, documents]) => sum + documents.length, 0);
  return `${count} documents of ${file}`;
}

async function isWrittenTo(location: DatabaseLocation): Promise<boolean> {
  const rows = await query<{ version: number }>(location, ['SELECT version FROM _collections']);
  return rows.flat().some(({ version }) => version > 0);
}

/** Why the schemas refuse documents, or `null`. */
function problemOf(documents: readonly [string, readonly unknown[]][], all: Collections): string | null {
  for (const [name, list] of documents) {
    const collection = all[name];
    try {
      if (collection !== undefined) validateDocuments(list, collection, all);
    } catch (error) {
      if (error instanceof Problem) return `${name}: ${error.message}`;
      throw error;
    }
  }
  return null;
}
