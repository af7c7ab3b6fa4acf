import sql from 'sql-template-tag';
import { expect, it } from 'vitest';
import { runBatch } from '../../../../../src/lib/documents/store/d1/database.ts';
import { newMeter } from '../../../../../src/lib/http/response/server-timing.ts';

/** A database whose every batch fails with this error. */
function failingDatabase(error: Error): D1Database {
  return { prepare: () => ({ bind: () => ({}) }), batch: () => Promise.reject(error) } as never;
}

function run(error: Error): Promise<unknown> {
  return runBatch({ d1: failingDatabase(error), meter: newMeter() }, [sql`SELECT 1`]);
}

it.each([
  'D1_ERROR: D1 DB is overloaded. Requests queued for too long.',
  'Network connection lost.',
  'D1 DB storage operation exceeded timeout which caused object to be reset.',
])('the transient D1 error "%s" is 503 database-busy with Retry-After', async (message) => {
  await expect(run(new Error(message))).rejects.toMatchObject({
    code: 'database-busy',
    status: 503,
    headers: { 'retry-after': '1' },
  });
});

it('an error of a statement is thrown unchanged', async () => {
  const error = new Error('D1_ERROR: UNIQUE constraint failed: users.id: SQLITE_CONSTRAINT');
  await expect(run(error)).rejects.toBe(error);
});

it.each(['no such table: users', 'no such column: $.name', 'NOT NULL constraint failed: users.version'])(
  'a database that lacks a table or a column is 503 database-unavailable: %s',
  async (message) => {
    await expect(run(new Error(`D1_ERROR: ${message}`))).rejects.toMatchObject({
      code: 'database-unavailable',
      status: 503,
    });
  },
);
