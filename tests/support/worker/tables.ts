import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Collections } from '../../../src/lib/documents/schema/collection.ts';
import { tableOf } from '../../../src/lib/documents/tables/definition/collection-table.ts';
import { identifier, nameOf } from '../../../src/lib/documents/tables/definition/identifiers.ts';
import { type Documents, insertionsOf } from '../../../src/lib/documents/tables/seed-statements.ts';
import { changesOf } from '../../../src/lib/documents/tables/sync/planned-changes.ts';

const NOTHING = { parts: [], columns: [], collections: [] };

/** Returns the statements that create the tables of collections in an empty database. */
export function creationOf(collections: Collections): string[] {
  return changesOf(Object.values(collections).map(tableOf), NOTHING).flatMap(({ statements }) => statements);
}

/** The statements that create the tables of a project in an empty database, and store its first documents. */
export async function tableStatements(project: string): Promise<string[]> {
  const definitions = (await import(join(resolve(project), 'src/collections.ts'))) as {
    collections: Collections;
    firstDocuments?: string;
  };
  const { collections, firstDocuments: file } = definitions;
  const documents = file === undefined ? {} : firstDocuments(collections, join(project, file));
  return [...creationOf(collections), ...insertionsOf(documents)];
}

/** The statements that remove the tables of collections. */
export function removalOf(collections: Collections): string[] {
  return Object.keys(collections).flatMap((name) => [
    `DROP TABLE ${identifier(name)}`,
    `DROP TABLE IF EXISTS ${identifier(nameOf(name, 'search'))}`,
    `DELETE FROM _deletions WHERE collection = '${name}'`,
    `DELETE FROM _collections WHERE name = '${name}'`,
  ]);
}

/** Reads the first documents of a project, for the collections that exist. */
export function firstDocuments(collections: Collections, file = 'src/seed.json'): Documents {
  const first: Documents = JSON.parse(readFileSync(file, 'utf8'));
  return Object.fromEntries(Object.entries(first).filter(([name]) => Object.hasOwn(collections, name)));
}
