import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../../src/lib/auth/scope.ts';
import { newToken, tokenHash } from '../../../src/lib/auth/token.ts';
import { useCachedWorker } from '../../support/worker/cached-worker.ts';
import { storeToken } from '../../support/worker/tokens.ts';
import { call, database, TOKEN, useWorker, write } from '../../support/worker/worker.ts';

const cached = useCachedWorker();
const withoutRoot = useWorker({ vars: { EDGE_CACHE: 'off' }, rootToken: '' });
const withoutTable = useWorker({ vars: { EDGE_CACHE: 'off' } });

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
let names = 0;

async function tokenFor(...scopes: Scope[]): Promise<string> {
  names += 1;
  return storeToken(database(), { name: `token-${names}`, scopes });
}

const patch = (token: string, to?: Parameters<typeof write>[4]) =>
  write('PATCH', '/api/users/1', { name: 'Chris' }, bearer(token), to);

describe('a token', () => {
  it('is valid until it is revoked, and not for one request longer', async () => {
    const token = await tokenFor('users:write');
    expect((await patch(token)).status).toBe(200);
    const db = database();
    await db
      .prepare('DELETE FROM _tokens WHERE hash = ?1')
      .bind(await tokenHash(token))
      .run();
    const refused = await patch(token);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: 'token-invalid', detail: 'The token is not valid.' });
  });

  it('that has expired is refused with this reason', async () => {
    const token = await storeToken(database(), {
      name: 'expired',
      scopes: ['*:write'],
      expires: Date.now() - 1,
    });
    const refused = await patch(token);
    expect(refused.headers.get('www-authenticate')).toBe(
      'Bearer realm="perigee", error="invalid_token", error_description="The token has expired"',
    );
    expect(await refused.json()).toMatchObject({ code: 'token-invalid', detail: 'The token has expired.' });
  });

  it('without the scope is refused with the scope that it lacks', async () => {
    const refused = await patch(await tokenFor('*:read', 'pictures:write'));
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toBe(
      'Bearer realm="perigee", error="insufficient_scope", scope="users:write"',
    );
    expect(await refused.json()).toMatchObject({
      code: 'scope-required',
      detail: 'The credential has the scopes *:read, pictures:write; required: users:write.',
    });
  });

  it('costs one row and one round trip, and shows the time of the database only to a writer', async () => {
    const costOf = async (headers: HeadersInit) =>
      (await call('/api/users/1', { headers })).headers.get('server-timing') ?? '';
    const anonymous = await costOf({});
    const [, rows = ''] = /rows_read=(\d+) round_trips=1/.exec(anonymous) ?? [];
    const reader = await costOf(bearer(await tokenFor('users:read')));
    expect(reader).toBe(`db;desc="rows_read=${Number(rows) + 1} round_trips=2"`);
    const writer = await costOf(bearer(await tokenFor('users:write')));
    expect(writer).toMatch(/^db;dur=[\d.]+;desc="rows_read=\d+ round_trips=2"$/);
    for (const other of ['Bearer pgee_', `Bearer pgee_${'x'.repeat(42)}`, `Bearer ${'x'.repeat(48)}`]) {
      expect(await costOf({ authorization: other })).toBe(anonymous);
    }
  });

  it('has its last use written after the response, at most once a minute', async () => {
    const token = await tokenFor('users:read');
    const db = database();
    const lastUse = async () => {
      const row = await db
        .prepare('SELECT last_used FROM _tokens WHERE hash = ?1')
        .bind(await tokenHash(token))
        .first<{ last_used: number | null }>();
      return row?.last_used ?? null;
    };
    expect(await lastUse()).toBeNull();
    await call('/api/users/1', { headers: bearer(token) });
    await expect.poll(lastUse).not.toBeNull();
    const first = await lastUse();
    await call('/api/users/1', { headers: bearer(token) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await lastUse()).toBe(first);
  });

  it('is never in a response', async () => {
    const token = newToken();
    for (const response of [await patch(token), await call('/api/nope', { headers: bearer(token) })]) {
      expect(JSON.stringify([...response.headers]) + (await response.text())).not.toContain(token.slice(5));
    }
  });
});

describe('a large list', () => {
  it('is read as a whole by a caller that may write the collection, and by no other', async () => {
    const db = database();
    const documents = Array.from({ length: 10_010 }, (_, i) => ({ id: i + 100, name: 'x', age: i }));
    await db
      .prepare(`INSERT INTO users (id, body) SELECT value ->> '$.id', value FROM json_each(?1)`)
      .bind(JSON.stringify(documents))
      .run();
    const statusWith = async (...scopes: Scope[]) =>
      (await call('/api/users?age=5000', { headers: bearer(await tokenFor(...scopes)) })).status;
    expect(await statusWith('*:read', 'pictures:write')).toBe(400);
    expect(await statusWith('users:write')).toBe(200);
    expect((await call('/api/users?age=5000')).status).toBe(400);
    await db.prepare('DELETE FROM users WHERE id >= 100').run();
  });
});

describe('without ADMIN_TOKEN', () => {
  it('tokens write, and nothing else does', async () => {
    const token = await storeToken(withoutRoot.database(), { name: 'ci', scopes: ['users:write'] });
    expect((await patch(token, withoutRoot)).status).toBe(200);
    for (const wrong of ['', 'undefined', 'null', TOKEN]) {
      const response = await call(
        '/api/users/1',
        { method: 'DELETE', headers: { authorization: `Bearer ${wrong}` } },
        withoutRoot,
      );
      expect(response.status, wrong).toBe(401);
    }
  });
});

describe('a database without the table of tokens', () => {
  beforeAll(async () => {
    await withoutTable.database().prepare('DROP TABLE _tokens').run();
  });

  it('serves root and anonymous clients, and is 503 for a token', async () => {
    expect((await patch(TOKEN, withoutTable)).status).toBe(200);
    expect((await call('/api/users/1', {}, withoutTable)).status).toBe(200);
    expect((await patch('wrong', withoutTable)).status).toBe(401);
    for (const path of ['/api/users/1', '/api', '/api/nope']) {
      const method = path === '/api/users/1' ? 'DELETE' : 'GET';
      const response = await call(path, { method, headers: bearer(newToken()) }, withoutTable);
      expect(response.status).toBe(503);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ code: 'database-unavailable' });
      expect(text).not.toContain('_tokens');
    }
  });
});

describe('the shared cache', () => {
  it('never stores a response to a token, and serves what it stores to everyone', async () => {
    const token = await storeToken(cached.server.database(), { name: 'reader', scopes: ['*:read'] });
    for (const headers of [bearer(token), bearer(newToken()), bearer(TOKEN)]) {
      for (const read of ['/api/users', '/api/users/2', '/api/users/99', '/api/0.json', '/api']) {
        const status = await cached.cacheStatus(`${read}?_`, { headers });
        expect(status, read).toBe('BYPASS');
      }
    }
    expect(await cached.cacheStatus('/api/users?_')).toBe('MISS');
    expect(await cached.cacheStatus('/api/users?_', { headers: bearer(token) })).toBe('HIT');
  });
});
