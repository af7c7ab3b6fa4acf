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

/** Creates the tables of a project in an empty database, and stores its first documents. */
export async function createTables(db: D1Database, project: string): Promise<void> {
  const definitions = (await import(join(resolve(project), 'src/collections.ts'))) as {
    collections: Collections;
    firstDocuments?: string;
  };
  const { collections } = definitions;
  const { firstDocuments: file } = definitions;
  const documents = file === undefined ? {} : firstDocuments(collections, join(project, file));
  const statements = [...creationOf(collections), ...insertionsOf(documents)];
  // D1 refuses a batch without statements: a project may declare no collection.
  if (statements.length === 0) return;
  await db.batch(statements.map((statement) => db.prepare(statement)));
}

/** Creates the tables of more collections. */
export async function addCollections(db: D1Database, collections: Collections): Promise<void> {
  await db.batch(creationOf(collections).map((statement) => db.prepare(statement)));
}

/** Removes the tables that `addCollections` created. */
export async function removeCollections(db: D1Database, collections: Collections): Promise<void> {
  const statements = Object.keys(collections).flatMap((name) => [
    `DROP TABLE ${identifier(name)}`,
    `DROP TABLE IF EXISTS ${identifier(nameOf(name, 'search'))}`,
    `DELETE FROM _deletions WHERE collection = '${name}'`,
    `DELETE FROM _collections WHERE name = '${name}'`,
  ]);
  await db.batch(statements.map((statement) => db.prepare(statement)));
}

/** Reads the first documents of a project, for the collections that exist. */
export function firstDocuments(collections: Collections, file = 'src/seed.json'): Documents {
  const first: Documents = JSON.parse(readFileSync(file, 'utf8'));
  return Object.fromEntries(Object.entries(first).filter(([name]) => Object.hasOwn(collections, name)));
}
