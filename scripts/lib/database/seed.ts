import { readFileSync } from 'node:fs';
import { validateDocument } from '../../../src/lib/documents/body/validate-document.ts';
import type { Collections } from '../../../src/lib/documents/schema/collection.ts';
import { findCollection } from '../../../src/lib/documents/schema/find-collection.ts';
import {
  type Documents,
  documentsIn,
  insertionsOf,
} from '../../../src/lib/documents/tables/seed-statements.ts';
import { Problem } from '../../../src/lib/http/problem/problem.ts';
import type { Target } from '../target.ts';
import { change, query } from './database.ts';

/** The exports of `src/collections.ts`. The first documents are optional. */
interface Definitions {
  collections: Collections;
  /** The file of the first documents. */
  firstDocuments?: string;
}

/**
 * Stores the first documents, all or none, if nothing was ever written to the database.
 *
 * @returns what it stored, or why a document was refused; `undefined` when there was nothing to do
 */
export async function seed(target: Target): Promise<string | undefined> {
  const { collections, firstDocuments: file }: Definitions = await import('../../../src/collections.ts');
  if (file === undefined || (await isWrittenTo(target))) return undefined;
  const all: Documents = JSON.parse(readFileSync(file, 'utf8'));
  const declared = Object.entries(all).filter(([name]) => findCollection(collections, name) !== null);
  const problem = problemOf(declared, collections);
  if (problem !== null) return `nothing of ${file} was stored. ${problem}`;
  await change(target, insertionsOf(Object.fromEntries(declared)));
  const count = declared.reduce((sum, [, documents]) => sum + documentsIn(documents).length, 0);
  return `${count} documents of ${file}`;
}

async function isWrittenTo(target: Target): Promise<boolean> {
  const rows = await query<{ version: number }>(target, ['SELECT version FROM _collections']);
  return rows.flat().some(({ version }) => version > 0);
}

/** The first document that a schema refuses, and why, or `null`. */
function problemOf(documents: readonly [string, Documents[string]][], all: Collections): string | null {
  for (const [name, list] of documents) {
    const collection = findCollection(all, name);
    if (collection === null) continue;
    const isList = Array.isArray(list);
    for (const [index, document] of (isList ? list : [list]).entries()) {
      try {
        validateDocument(document, collection);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return `${name}${isList ? `[${index}]` : ''}: ${error.message}`;
      }
    }
  }
  return null;
}
