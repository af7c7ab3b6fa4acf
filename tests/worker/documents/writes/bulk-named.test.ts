import { beforeEach, describe, expect, it } from 'vitest';
import { etagOf, restoreFirstDocuments, seed } from '../../../support/worker/documents.ts';
import { call, write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

async function problemOf(response: Response, status: number): Promise<Record<string, unknown>> {
  expect(response.status).toBe(status);
  return (await response.json()) as Record<string, unknown>;
}

/** A patch that the database merges, and one that is read, merged and written. */
const PATCHES = [
  ['a scalar', { age: 36 }],
  ['an object', { address: { city: 'Paris', zip: null } }],
] as const;

describe('PATCH /api/{collection}?id=…', () => {
  it.each(PATCHES)('merges %s into the named documents, in the order of the ids', async (_, patch) => {
    await seed(
      'users',
      [{ id: 'text' }, { id: '0042' }].map((document) => ({ ...document, name: 'x' })),
    );
    const response = await write('PATCH', '/api/users?id=text&id=2&id=0042&id=0&id=2', patch);
    expect(response.status).toBe(200);
    const [kept] = [structuredClone(patch) as Record<string, unknown>];
    if ('address' in patch) kept.address = { city: 'Paris' };
    expect(await response.json()).toEqual([
      { id: 'text', name: 'x', ...kept },
      { id: 2, name: 'Yan', ...kept },
      { id: '0042', name: 'x', ...kept },
      { id: 0, name: 'Sarah', ...kept },
    ]);
    expect(await (await call('/api/users/1')).json()).toEqual({ id: 1, name: 'Chris' });
    expect(await (await call('/api/users/2')).json()).toEqual({ id: 2, name: 'Yan', ...kept });
    const found = 'age' in patch ? 'q=36' : 'q=paris';
    expect((await call(`/api/users?${found}`)).headers.get('x-total-count')).toBe('4');
  });

  it('keeps a declared index and the search in step', async () => {
    await write('PATCH', '/api/users?id=1&id=2', { name: 'Ada', nested: { a: 1 } });
    expect(await (await call('/api/users?name=Ada&_fields=id')).json()).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await (await call('/api/users?q=chris')).json()).toEqual([]);
    await write('PATCH', '/api/users?id=1&id=2', { name: 'Joan' });
    expect(await (await call('/api/users?name=Joan&_fields=id')).json()).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await (await call('/api/users?name=Ada')).json()).toEqual([]);
  });

  it('changes the entity tag of each named document and of no other', async () => {
    const before = await Promise.all([0, 1, 2].map((id) => etagOf(`/api/users/${id}`)));
    await write('PATCH', '/api/users?id=0&id=1', { age: 1 });
    const after = await Promise.all([0, 1, 2].map((id) => etagOf(`/api/users/${id}`)));
    expect(after.map((tag, i) => tag === before[i])).toEqual([false, false, true]);
  });

  it.each(PATCHES)('of %s is 404 naming every missing id, and changes nothing', async (_, patch) => {
    const { detail, ids } = await problemOf(
      await write('PATCH', '/api/users?id=1&id=no&id=2&id=77', patch),
      404,
    );
    expect(ids).toEqual(['no', '77']);
    expect(detail).toContain('"no", "77"');
    expect(await (await call('/api/users/1')).json()).toEqual({ id: 1, name: 'Chris' });
  });

  it('is 422 naming the documents whose result is invalid, and changes none', async () => {
    const invalid = await write('PATCH', '/api/pictures?id=1&id=2', { title: '' });
    const { violations } = await problemOf(invalid, 422);
    expect(violations).toMatchObject([{ pointer: '/0/title' }, { pointer: '/1/title' }]);
    // By direct SQL, a document can be one that the schema refuses.
    await seed('pictures', [{ id: 90 }]);
    const one = await problemOf(
      await write('PATCH', '/api/pictures?id=1&id=90', { tags: null, alt: { a: 1 } }),
      422,
    );
    expect(one.violations).toContainEqual(expect.objectContaining({ pointer: '/1/title' }));
    expect(one.detail).toContain('"90"');
    expect(await (await call('/api/pictures/1')).json()).toHaveProperty('tags');
  });

  it('is 413 when a result exceeds 1 MiB, or all results exceed 8 MB', async () => {
    await seed('users', [{ id: 'big', name: 'x', a: 'x'.repeat(900_000) } as never]);
    const big = { b: 'y'.repeat(200_000) };
    expect((await problemOf(await write('PATCH', '/api/users?id=1&id=big', big), 413)).detail).toContain(
      'index 1',
    );
    const many = Array.from({ length: 9 }, (_, i) => ({ id: `m${i}`, name: 'x', a: 'x'.repeat(900_000) }));
    await seed('users', many);
    const path = `/api/users?${many.map(({ id }) => `id=${id}`).join('&')}`;
    expect((await problemOf(await write('PATCH', path, { age: 1 }), 413)).detail).toContain('8000000');
    expect((await problemOf(await write('DELETE', path), 413)).detail).toContain('8000000');
    expect((await write('DELETE', path.replace('id=m8', 'id=m7'))).status).toBe(200);
  });

  it('20 concurrent PATCHes of the same documents lose nothing, whichever way they are merged', async () => {
    const patches = Array.from({ length: 20 }, (_, i) =>
      i % 4 === 0 ? { nested: { [`n${i}`]: i } } : { [`f${i}`]: i },
    );
    const responses = await Promise.all(
      patches.map((patch) => write('PATCH', '/api/users?id=1&id=2&id=3', patch)),
    );
    const done = patches.filter((_, i) => responses[i]?.status === 200);
    expect(
      responses.map(({ status }) => status).filter((status) => status !== 200 && status !== 503),
    ).toEqual([]);
    expect(done.length).toBeGreaterThanOrEqual(15);
    for (const id of [1, 2, 3]) {
      const document = await (await call(`/api/users/${id}`)).json();
      for (const patch of done) expect(document).toMatchObject(patch);
    }
  });
});

describe('DELETE /api/{collection}?id=…', () => {
  it('deletes the named documents and returns them in the order of the ids', async () => {
    const response = await write('DELETE', '/api/users?id=2&id[]=0');
    expect(await response.json()).toEqual([
      { id: 2, name: 'Yan' },
      { id: 0, name: 'Sarah' },
    ]);
    expect(await (await call('/api/users?_fields=id')).json()).toEqual([{ id: 1 }, { id: 3 }]);
    expect(await (await call('/api/users?q=yan')).json()).toEqual([]);
  });

  it('is 404 naming the missing ids, and deletes nothing', async () => {
    const { ids } = await problemOf(await write('DELETE', '/api/users?id=1&id=9'), 404);
    expect(ids).toEqual(['9']);
    expect((await call('/api/users')).headers.get('x-total-count')).toBe('4');
  });
});

describe('a write of several documents', () => {
  it.each([
    ['no id', '', {}],
    ['no id but a filter', '?name=Yan', {}],
    ['another parameter', '?id=1&name=Chris', {}],
    ['an operator', '?id_gte=1', {}],
    ['an empty id', '?id=1&id=', {}],
    ['1,001 ids', `?${Array.from({ length: 1_001 }, (_, i) => `id=${i}`).join('&')}`, {}],
    ['If-Match', '?id=1', { 'if-match': '*' }],
    ['If-None-Match', '?id=1', { 'if-none-match': '"1-1"' }],
  ])('with %s is 400, and changes nothing', async (_, query, headers) => {
    for (const method of ['PATCH', 'DELETE']) {
      const response = await write(method, `/api/users${query}`, { name: 'x' }, headers);
      await problemOf(response, 400);
    }
    expect((await call('/api/users?name=x')).headers.get('x-total-count')).toBe('0');
    expect((await call('/api/users')).headers.get('x-total-count')).toBe('4');
  });

  it('accepts 1,000 ids', async () => {
    const documents = Array.from({ length: 1_000 }, (_, i) => ({ id: i + 100, name: `n${i}` }));
    await seed('users', documents);
    const path = `/api/users?${documents.map(({ id }) => `id=${id}`).join('&')}`;
    expect(await (await write('PATCH', path, { nested: { a: 1 } })).json()).toHaveLength(1_000);
    expect(await (await write('PATCH', path, { age: 1 })).json()).toHaveLength(1_000);
    expect(await (await write('DELETE', path)).json()).toHaveLength(1_000);
    expect((await call('/api/users')).headers.get('x-total-count')).toBe('4');
  });
});
