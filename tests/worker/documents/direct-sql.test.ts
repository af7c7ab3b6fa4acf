import { beforeEach, describe, expect, it } from 'vitest';
import { etagOf, restoreFirstDocuments } from '../../support/documents.ts';
import { call, database } from '../../support/worker.ts';

beforeEach(restoreFirstDocuments);

describe('SQL that is run directly on the database', () => {
  it('keeps entity tags, counts and the search index correct', async () => {
    const db = await database();
    const tag = await etagOf('/api/users');
    await db
      .prepare(
        `UPDATE documents SET body = '{"id":1,"name":"by hand"}' WHERE collection = 'users' AND id = '1'`,
      )
      .run();
    expect(await etagOf('/api/users')).not.toBe(tag);
    expect(await (await call('/api/users?q=by+hand')).json()).toHaveLength(1);
    expect(await (await call('/api/users?q=chris')).json()).toHaveLength(0);
    await db.prepare(`DELETE FROM documents WHERE collection = 'users' AND id = '1'`).run();
    expect((await call('/api/users')).headers.get('x-total-count')).toBe('3');
    expect(await (await call('/api/users?q=by+hand')).json()).toHaveLength(0);
  });

  it.each([
    ['changes an id', `UPDATE documents SET id = '9' WHERE id = '2'`],
    ['stores a body that is not JSON', `UPDATE documents SET body = 'x' WHERE id = '2'`],
    ['stores a body with another id', `UPDATE documents SET body = '{"id":3}' WHERE id = '2'`],
    ['inserts an array', `INSERT INTO documents (collection, id, body) VALUES ('users', '77', '[]')`],
    ['inserts an id twice', `INSERT INTO documents (collection, id, body) VALUES ('users', '2', '{"id":2}')`],
    [
      'replaces a row',
      `INSERT OR REPLACE INTO documents (collection, id, body) VALUES ('users', '2', '{"id":2}')`,
    ],
    [
      'inserts a body with trailing space',
      `INSERT INTO documents (collection, id, body) VALUES ('users', 'w', '{"id":"w"} ')`,
    ],
  ])('fails when it %s', async (_, statement) => {
    const db = await database();
    await expect(db.prepare(statement).run()).rejects.toThrow();
  });
});
