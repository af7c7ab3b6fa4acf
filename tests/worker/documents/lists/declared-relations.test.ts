import { describe, expect, it } from 'vitest';
import { useWorkerWithCollections } from '../../../support/worker/project-copy.ts';
import { call, write } from '../../../support/worker/worker.ts';

const ENTRIES = `
  people: {
    schema: z.looseObject({ name: z.string() }),
    singular: 'human',
  },
  posts: {
    schema: z.strictObject({ title: z.string(), author_id: reference, reviewer: reference.nullable().optional() }),
    indexes: ['author_id'],
    relations: {
      author: { collection: 'people', key: 'author_id' },
      reviewedBy: { collection: 'people', key: 'reviewer' },
    },
  },
  notes: {
    schema: z.looseObject({}),
    relations: { post: { collection: 'posts', key: 'idPost' } },
  },
  pets: { schema: z.looseObject({ age: z.coerce.number().optional(), born: z.string().transform((text) => JSON.parse(text)).optional() }) },
});
`;

const worker = useWorkerWithCollections((source) => source.replace(/\}\);\s*$/, ENTRIES));
const json = async (path: string) => (await call(path, {}, worker)).json();
const post = async (path: string, body: object | string, headers: Record<string, string> = {}) => {
  const response = await write('POST', path, body, headers, worker);
  return { status: response.status, body: await response.json() };
};

describe('relations and a singular that the definition names', () => {
  it('work for nested POST, _expand, _embed, nested lists and records that are written back', async () => {
    await post('/api/people', { id: 'ada', name: 'Ada' });
    await post('/api/people', { id: 7, name: 'Grace' });
    const created = await post('/api/people/ada/posts', { title: 'One', reviewer: 7 });
    expect(created).toMatchObject({
      status: 201,
      body: { id: 1, title: 'One', author_id: 'ada', reviewer: 7 },
    });
    const expanded = await json('/api/posts/1?_expand=author&_expand=reviewedBy');
    expect(expanded).toMatchObject({ author: { id: 'ada' }, reviewedBy: { id: 7 } });
    expect(await json('/api/posts/1?_embed=author')).toMatchObject({ author: { id: 'ada' } });
    expect(await json('/api/people/ada?_embed=posts')).toMatchObject({ posts: [{ id: 1 }] });
    expect(await json('/api/people/7?_embed=posts')).toMatchObject({ posts: [] });
    expect(await json('/api/people/ada/posts')).toMatchObject([{ id: 1 }]);
    const back = await write('PUT', '/api/posts/1', expanded, {}, worker);
    expect(back.status).toBe(200);
    expect(await back.json()).toEqual(created.body);
  });

  it('the singular names the foreign key and the expanded member', async () => {
    await post('/api/notes', { id: 1, humanId: 'ada' });
    expect(await json('/api/notes/1?_expand=human')).toMatchObject({ human: { id: 'ada' } });
    expect((await call('/api/notes/1?_expand=person', {}, worker)).status).toBe(400);
  });

  it('a loose collection may declare a key that its schema does not name', async () => {
    expect(await post('/api/posts/1/notes', { text: 'x' })).toMatchObject({
      status: 201,
      body: { idPost: 1 },
    });
    expect(await json('/api/notes?idPost=1&_expand=post')).toMatchObject([{ post: { title: 'One' } }]);
  });

  it('an error names the declared relations', async () => {
    expect(await json('/api/posts/1?_expand=nope')).toMatchObject({
      detail: expect.stringMatching(/_expand=author, _expand=reviewedBy/),
    });
  });
});

describe('a schema that transforms', () => {
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

  it('coerces the strings of a form', async () => {
    expect(await post('/api/pets', 'name=Rex&age=3', FORM)).toMatchObject({
      status: 201,
      body: { name: 'Rex', age: 3 },
    });
  });

  it.each([
    ['{"a":1}', 201],
    // JSON.parse throws.
    ['{', 422],
    ['{"__proto__":1}', 422],
    ['1e999', 422],
    ['9007199254740993', 422],
  ])('the text %s with JSON.parse() has the status %d', async (born, status) => {
    expect((await post('/api/pets', { born })).status).toBe(status);
  });
});
