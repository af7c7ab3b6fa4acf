import { beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { call, database, write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

/** Each write that stores members in the user 1 or in a new user. */
const WRITES: Record<string, (members: object) => Promise<Response>> = {
  POST: (members) => write('POST', '/api/users', { name: 'x', ...members }),
  'POST with a key': (members) =>
    write('POST', '/api/users', { name: 'x', ...members }, { 'idempotency-key': crypto.randomUUID() }),
  'POST of several': (members) => write('POST', '/api/users', [{ name: 'x' }, { name: 'x', ...members }]),
  'PUT of a new document': (members) =>
    write('PUT', '/api/users/new', { name: 'x', ...members }, { 'if-none-match': '*' }),
  PUT: (members) => write('PUT', '/api/users/1', { name: 'x', ...members }),
  PATCH: (members) => write('PATCH', '/api/users/1', members),
  'PATCH with an object': (members) => write('PATCH', '/api/users/1', { ...members, o: { p: 1 } }),
  'PATCH of several': (members) => write('PATCH', '/api/users?id=1&id=2', members),
  'PATCH of several with an object': (members) =>
    write('PATCH', '/api/users?id=1&id=2', { ...members, o: { p: 1 } }),
};

const writes = Object.entries(WRITES);

describe('a value of an indexed field', () => {
  // With its quotes, 8,192 bytes.
  const LONGEST = ['x'.repeat(8_190), 'é'.repeat(4_095), '\u{1f6f0}'.repeat(2_047), '"'.repeat(4_095)];

  it.each(writes)('has at most 8,192 bytes in a %s', async (_, send) => {
    for (const name of LONGEST) {
      expect((await send({ name })).ok).toBe(true);
      const refused = await send({ name: `${name}${name.slice(-2)}é` });
      expect(refused.status).toBe(422);
      const { violations } = (await refused.json()) as { violations: { pointer: string; message: string }[] };
      for (const { pointer, message } of violations) {
        expect(pointer).toMatch(/name$/);
        expect(message).toContain('8192 bytes');
      }
      await restoreFirstDocuments();
    }
  });

  it('and a document of 1 MiB make a row that D1 accepts, of less than 2,000,000 bytes', async () => {
    const name = 'x'.repeat(8_190);
    const room = 1024 * 1024 - JSON.stringify({ name, bio: '' }).length;
    expect((await write('PUT', '/api/users/1', { name, bio: 'y'.repeat(room) })).status).toBe(200);
    const row = await database()
      .prepare(`SELECT octet_length(body) + octet_length("$.name") AS bytes FROM users WHERE id = 1`)
      .first<{ bytes: number }>();
    expect(row?.bytes).toBeGreaterThan(1024 * 1024);
    expect(row?.bytes).toBeLessThan(2_000_000);
  });
});

describe('the values of a document', () => {
  const some = (count: number) => Array.from({ length: count }, () => 1);

  it.each(writes)('are at most 100,000 in a %s, and 413 above', async (_, send) => {
    expect((await send({ n: some(90_000) })).ok).toBe(true);
    const refused = await send({ n: some(100_000) });
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({
      detail: expect.stringContaining('100000 members and items'),
    });
  });

  it.each([
    ['items', some(99_998), 1],
    ['objects', Array.from({ length: 49_999 }, () => ({ a: 1 })), 1],
    ['arrays', Array.from({ length: 49_999 }, () => [1]), 1],
  ])('are counted at every depth: 100,000 of %s', async (_, n, more) => {
    expect((await write('POST', '/api/users', { name: 'x', n })).status).toBe(201);
    expect((await write('POST', '/api/users', { name: 'x', n: [...n, more] })).status).toBe(413);
  });

  it('are counted after a merge, too', async () => {
    const half = Object.fromEntries(some(60_000).map((_, i) => [`a${i}`, i]));
    expect((await write('PATCH', '/api/users/1', half)).status).toBe(200);
    const other = Object.fromEntries(some(60_000).map((_, i) => [`b${i}`, i]));
    expect((await write('PATCH', '/api/users/1', { ...other, o: {} })).status).toBe(413);
  });
});

it('8 MB of numbers in several documents are refused before they are checked one by one', async () => {
  const document = `{"name":"x","n":[${'1,'.repeat(490_000)}1]}`;
  const response = await write(
    'POST',
    '/api/users',
    `[${Array.from({ length: 8 }, () => document).join(',')}]`,
  );
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining('At index 0') });
  expect(await (await call('/api/users')).json()).toHaveLength(4);
});
