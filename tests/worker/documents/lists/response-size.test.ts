import { beforeAll, describe, expect, it } from 'vitest';
import { clear, readProblem, seed } from '../../../support/worker/documents.ts';
import { call, write } from '../../../support/worker/worker.ts';

const MEGABYTE = 'é'.repeat(500_000);
const LIMIT = 8_000_000 + 2_000_000;
const DOCUMENTS = 20;

beforeAll(async () => {
  await clear('users');
  for (let id = 1; id <= DOCUMENTS; id++) await write('POST', '/api/users', { id, name: 'é', bio: MEGABYTE });
});

/** All ids that a client finds by following `next`, and the size of the largest response. */
async function follow(path: string): Promise<{ ids: number[]; bytes: number }> {
  const response = await call(path);
  const text = await response.text();
  expect(response.status, text.slice(0, 200)).toBe(200);
  const ids = (JSON.parse(text) as { id: number }[]).map(({ id }) => id);
  const bytes = Buffer.byteLength(text);
  const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  if (next === undefined) return { ids, bytes };
  const { pathname, search } = new URL(next);
  const rest = await follow(pathname + search);
  return { ids: [...ids, ...rest.ids], bytes: Math.max(bytes, rest.bytes) };
}

const ALL = Array.from({ length: DOCUMENTS }, (_, i) => i + 1);

describe('a list of documents with more than 8 MB', () => {
  it.each([
    ['', ALL],
    ['?_sort=id&_order=desc', ALL.toReversed()],
    ['?_page=1&_limit=18', ALL],
    ['?_page=1&_limit=10', ALL],
    ['?_start=1&_limit=17', ALL.slice(1, 18)],
    ['?_start=-12&_end=-1', ALL.slice(-12, -1)],
    ['?_page=2&_limit=4&name_like=é', ALL.slice(4)],
    ['?_fields=id,bio', ALL],
  ])('GET /api/users%s and its next pages have all documents in order', async (query, expected) => {
    const { ids, bytes } = await follow(`/api/users${query}`);
    expect(ids).toEqual(expected);
    expect(bytes).toBeLessThan(LIMIT);
  });

  it('has all documents before a page by prev', async () => {
    const seen: number[][] = [];
    const start = await call('/api/users?_page=2&_limit=10');
    await start.text();
    for (let link = start.headers.get('link'); link?.includes('rel="prev"'); ) {
      const prev = /<https?:\/\/[^/]+([^>]+)>; rel="prev"/.exec(link)?.[1] ?? '';
      const response = await call(prev.replace('_limit=5', '_limit=9'));
      seen.unshift(((await response.json()) as { id: number }[]).map(({ id }) => id));
      link = response.headers.get('link');
    }
    expect(seen.flat()).toEqual(ALL.slice(0, 10));
  });

  it('is 400 with _per_page, and names the largest size that fits there', async () => {
    const { code, detail } = await readProblem('/api/users?_page=1&_per_page=12', 400);
    expect(code).toBe('query-too-large');
    const size = Number(/_per_page can be at most (\d+)/.exec(String(detail))?.[1]);
    const fitting = (await (await call(`/api/users?_page=1&_per_page=${size}`)).json()) as {
      data: unknown[];
    };
    expect(fitting.data).toHaveLength(size);
  });

  it('is complete when the selected fields are short', async () => {
    expect(await (await call('/api/users?_fields=id&_limit=20')).json()).toHaveLength(DOCUMENTS);
  });
});

describe('related documents with more than 8 MB', () => {
  const children = (count: number, userId: (i: number) => number, alt = '') =>
    Array.from({ length: count }, (_, i) => ({ id: i + 1, userId: userId(i), alt }));

  it('a parent of 1 MB in 600 documents makes shorter pages', async () => {
    await clear('pictures');
    await seed(
      'pictures',
      children(600, () => 1),
    );
    const response = await call('/api/pictures?_expand=user&_limit=600');
    expect((await response.text()).length).toBeLessThan(LIMIT);
    expect(response.headers.get('link')).toContain('rel="next"');
    const { ids } = await follow('/api/pictures?_expand=user&_page=1&_limit=30&id_lte=30');
    expect(ids).toHaveLength(30);
  });

  it('20 parents of 1 MB, and 20 children of 1 MB, are answered 400 with the limit', async () => {
    await clear('pictures');
    await seed(
      'pictures',
      children(DOCUMENTS, (i) => i + 1),
    );
    const tooLong = await readProblem('/api/pictures?_expand=user', 400);
    expect(tooLong).toMatchObject({
      code: 'query-too-large',
      detail: expect.stringContaining('8000000 bytes'),
    });
    expect(await (await call('/api/pictures?_expand=user&_limit=5')).json()).toHaveLength(5);

    await clear('pictures');
    for (const { id } of children(12, () => 1)) {
      await seed('pictures', [{ id, userId: 1, alt: MEGABYTE } as { id: number }]);
    }
    expect(await readProblem('/api/users/1?_embed=pictures', 400)).toMatchObject({ code: 'query-too-large' });
    expect((await follow('/api/users/1/pictures')).ids).toHaveLength(12);
  });
});
