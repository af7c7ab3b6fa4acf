import { beforeAll, expect } from 'vitest';
import { collections } from '../../../src/collections.ts';
import type { Collections } from '../../../src/lib/documents/schema/collection.ts';
import { identifier } from '../../../src/lib/documents/tables/definition/identifiers.ts';
import { insertionsOf } from '../../../src/lib/documents/tables/seed-statements.ts';
import { creationOf, firstDocuments, removalOf } from './tables.ts';
import { call, database, server } from './worker.ts';

/** Stores documents directly in the database, in the order given. */
export async function seed(collection: string, documents: readonly { id: string | number }[]): Promise<void> {
  const db = database();
  await db
    .prepare(
      `INSERT INTO ${identifier(collection)} (id, body)
       SELECT value ->> '$.id', value FROM json_each(?1) ORDER BY key`,
    )
    .bind(JSON.stringify(documents))
    .run();
}

export async function clear(collection: string): Promise<void> {
  const db = database();
  await db.prepare(`DELETE FROM ${identifier(collection)}`).run();
}

/** Replaces all documents with the first documents. The next automatic id is then the number after theirs. */
export async function restoreFirstDocuments(): Promise<void> {
  await server.batch([
    ...Object.keys(collections).map((name) => `DELETE FROM ${identifier(name)}`),
    'UPDATE _collections SET last_id = 0',
    ...insertionsOf(firstDocuments(collections)),
  ]);
}

/** Creates the tables of more collections. */
export async function addCollections(added: Collections): Promise<void> {
  await server.batch(creationOf(added));
}

/** Removes the tables that `addCollections` created. */
export async function removeCollections(added: Collections): Promise<void> {
  await server.batch(removalOf(added));
}

/** Reads the current entity tag of a resource. */
export async function etagOf(path: string): Promise<string> {
  return (await call(path)).headers.get('etag') ?? '';
}

/** The number of users that `useManyUsers` stores. */
export const MANY = 5_000;

/** Replaces the users with 5,000 others, of 50 names and 7 ages. The setup file restores them for the next file. */
export function useManyUsers(): void {
  beforeAll(async () => {
    await clear('users');
    await seed(
      'users',
      Array.from({ length: MANY }, (_, i) => ({ id: i + 1, name: `name ${i % 50}`, age: i % 7 })),
    );
  });
}

/** Returns the number of rows that the database read for a response, by `Server-Timing`. */
export function rowsRead(response: Response): number {
  return Number(/rows_read=(\d+)/.exec(response.headers.get('server-timing') ?? '')?.[1]);
}

/** Expects a problem of this status and returns it. */
export async function readProblem(path: string, status: number): Promise<Record<string, unknown>> {
  const response = await call(path);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return (await response.json()) as Record<string, unknown>;
}
