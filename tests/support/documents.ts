import { readFileSync } from 'node:fs';
import { beforeAll, expect } from 'vitest';
import { collections } from '../../src/collections.ts';
import { indexesOf } from '../../src/lib/documents/schema/indexes.ts';
import { call, database } from './worker.ts';

/** Creates the indexes that `src/collections.ts` declares. */
export async function createDeclaredIndexes(): Promise<void> {
  const db = await database();
  await db.batch(indexesOf(collections).map(({ sql }) => db.prepare(sql)));
}

/** Stores documents directly in the database, in the order given. */
export async function seed(collection: string, documents: readonly { id: string | number }[]): Promise<void> {
  const db = await database();
  await db
    .prepare(
      `INSERT INTO documents (collection, id, body)
       SELECT ?1, CAST(json_extract(value, '$.id') AS TEXT), value FROM json_each(?2) ORDER BY key`,
    )
    .bind(collection, JSON.stringify(documents))
    .run();
}

export async function clear(collection: string): Promise<void> {
  const db = await database();
  await db.prepare('DELETE FROM documents WHERE collection = ?1').bind(collection).run();
}

/** Replaces all documents with those of the migrations. */
export async function restoreFirstDocuments(): Promise<void> {
  const db = await database();
  const first = readFileSync('migrations/0002_first_documents.sql', 'utf8');
  await db.batch([
    db.prepare('DELETE FROM documents'),
    ...first
      .split(/;\n/)
      .filter((sql) => sql.trim())
      .map((sql) => db.prepare(sql)),
  ]);
}

/** The current entity tag of a resource. */
export async function etagOf(path: string): Promise<string> {
  return (await call(path)).headers.get('etag') ?? '';
}

/** How many users `useManyUsers` stores. */
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

/** How many rows the database read for a response, according to `Server-Timing`. */
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
