import { beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { call, write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

describe('a record that was read with relations and is written back', () => {
  it.each([
    ['/api/pictures/1', '_expand=user'],
    ['/api/pictures/1', '_embed=user'],
    ['/api/users/0', '_embed=pictures'],
    // A user without pictures has an empty array.
    ['/api/users/3', '_embed=pictures'],
  ])('PUT and PATCH of %s?%s store the document without them', async (path, query) => {
    const before = await (await call(path)).text();
    const record = await (await call(`${path}?${query}`)).json();
    for (const method of ['PUT', 'PATCH']) {
      const response = await write(method, path, record);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(before);
    }
  });

  it('POST of the record stores a copy without them', async () => {
    const { id, ...record } = (await (await call('/api/pictures/1?_expand=user')).json()) as { id: number };
    const response = await write('POST', '/api/pictures', record);
    expect(response.status).toBe(201);
    expect(await response.json()).not.toHaveProperty('user');
    expect(id).toBe(1);
  });

  it('may refer to another document than the one it was read with', async () => {
    const record = (await (await call('/api/pictures/1?_expand=user')).json()) as object;
    const response = await write('PUT', '/api/pictures/1', { ...record, userId: 3 });
    expect(await response.json()).toMatchObject({ userId: 3 });
  });
});

it.each([
  ['text', { picture: 'ada.jpg' }],
  ['a list of texts', { pictures: ['ada.jpg'] }],
  ['an object without an id', { picture: { url: 'ada.jpg' } }],
  ['an object with an id and without the foreign key', { picture: { id: 1 } }],
  ['objects that do not refer to the document', { pictures: [{ id: 1, url: 'ada.jpg' }] }],
])(
  'a member of a loose collection that is named like a relation and holds %s is stored',
  async (_, member) => {
    const response = await write('POST', '/api/users', { name: 'Ada', ...member });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject(member);
  },
);

it('the members of a document are stored in the order in which they were sent', async () => {
  const sent = '"zeta":1,"name":"Ada","alpha":{"z":1,"a":[{"y":1,"b":2}]}';
  const response = await write('POST', '/api/users', `{${sent}}`);
  expect(await response.text()).toMatch(
    new RegExp(`^\\{"id":\\d+,${sent.replaceAll(/[[\]{}]/g, '\\$&')}\\}$`),
  );
  const picture = '"tags":["x"],"alt":"a","source":"s","title":"t"';
  expect(await (await write('PUT', '/api/pictures/1', `{${picture}}`)).text()).toBe(`{"id":1,${picture}}`);
});

describe('null', () => {
  it('in an optional field means that the field is absent', async () => {
    const picture = { title: 't', source: 's', alt: 'a', userId: null, tags: null };
    for (const [method, path] of [
      ['POST', '/api/pictures'],
      ['PUT', '/api/pictures/1'],
    ] as const) {
      const response = await write(method, path, picture);
      expect(response.ok).toBe(true);
      expect(Object.keys((await response.json()) as object)).toEqual(['id', 'title', 'source', 'alt']);
    }
  });

  it('in a required field, and in an array, is answered 422', async () => {
    const picture = { title: 't', source: 's', alt: 'a' };
    expect((await write('POST', '/api/pictures', { ...picture, alt: null })).status).toBe(422);
    expect((await write('POST', '/api/pictures', { ...picture, tags: [null] })).status).toBe(422);
  });

  it('in an undeclared field of a loose collection is stored', async () => {
    expect(await (await write('POST', '/api/users', { name: 'Ada', city: null })).json()).toMatchObject({
      city: null,
    });
  });
});
