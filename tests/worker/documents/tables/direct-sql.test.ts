import { beforeEach, describe, expect, it } from 'vitest';
import { etagOf, restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { call, database } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

describe('SQL that is run directly on the database', () => {
  it('keeps entity tags, counts and the search index correct', async () => {
    const db = database();
    const tag = await etagOf('/api/users');
    await db.prepare(`UPDATE users SET body = '{"id":1,"name":"by hand"}' WHERE id = 1`).run();
    expect(await etagOf('/api/users')).not.toBe(tag);
    expect(await (await call('/api/users?q=by+hand')).json()).toHaveLength(1);
    expect(await (await call('/api/users?q=chris')).json()).toHaveLength(0);
    await db.prepare(`DELETE FROM users WHERE id = 1`).run();
    expect((await call('/api/users')).headers.get('x-total-count')).toBe('3');
    expect(await (await call('/api/users?q=by+hand')).json()).toHaveLength(0);
  });

  it.each([
    ['changes an id', `UPDATE users SET id = 9 WHERE id = 2`],
    ['stores a body that is not JSON', `UPDATE users SET body = 'x' WHERE id = 2`],
    ['stores a body with another id', `UPDATE users SET body = '{"id":3}' WHERE id = 2`],
    ['inserts an array', `INSERT INTO users (id, body) VALUES (77, '[]')`],
    ['inserts an id twice', `INSERT INTO users (id, body) VALUES (2, '{"id":2}')`],
    ['inserts the text of a number that is an id', `INSERT INTO users (id, body) VALUES ('2', '{"id":"2"}')`],
    [
      'stores an id of another type than that of the body',
      `INSERT INTO users (id, body) VALUES ('8', '{"id":8}')`,
    ],
    ['replaces a row', `INSERT OR REPLACE INTO users (id, body) VALUES (2, '{"id":2}')`],
    ['inserts a body with trailing space', `INSERT INTO users (id, body) VALUES ('w', '{"id":"w"} ')`],
  ])('fails when it %s', async (_, statement) => {
    const db = database();
    await expect(db.prepare(statement).run()).rejects.toThrow();
  });
});
