import { beforeAll, describe, expect, it } from 'vitest';
import { clear, MANY, rowsRead, seed, useManyUsers } from '../../../support/worker/documents.ts';
import { call } from '../../../support/worker/worker.ts';

useManyUsers();

describe('the pages of a list', () => {
  it('without paging parameters a list returns 1,000 documents and links to the rest', async () => {
    const response = await call('/api/users?age_gte=0');
    expect(await response.json()).toHaveLength(1000);
    expect(response.headers.get('x-total-count')).toBe(String(MANY));
    const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? '';
    const { pathname, search } = new URL(next);
    expect(search).toContain('age_gte=0');
    const [first] = (await (await call(pathname + search)).json()) as { id: number }[];
    expect(first?.id).toBe(1001);
  });

  it('Link holds first, prev, next and last, and keeps the other parameters', async () => {
    const response = await call('/api/users?name=name+1&_page=2&_limit=30');
    const links = response.headers.get('link') ?? '';
    const pages = Array.from(
      links.matchAll(/<https?:[^>]*[?&]_page=(\d+)[^>]*>; rel="(\w+)"/g),
      ([, page, rel]) => `${rel} ${page}`,
    );
    expect(pages).toEqual(['first 1', 'prev 1', 'next 3', 'last 4']);
    expect(links).toContain('name=name+1');
    expect((await call('/api/users?_page=99999')).headers.get('x-total-count')).toBe(String(MANY));
    expect((await call('/api/users?name=none&_page=1')).headers.get('link')).toBe(
      '</schemas/users.json>; rel="describedby"',
    );
  });

  it('a list of 900 ids is read by the index of ids', async () => {
    const ids = Array.from({ length: 900 }, (_, i) => `id=${i * 5}`).join('&');
    const response = await call(`/api/users?${ids}`);
    expect(await response.json()).toHaveLength(899);
    expect(rowsRead(response)).toBeLessThan(900 * 10);
  });
});

describe('a list of a collection with 10,050 documents', () => {
  beforeAll(async () => {
    await clear('pictures');
    await seed(
      'pictures',
      Array.from({ length: 10_050 }, (_, i) => ({ id: i + 1 })),
    );
  });

  it('never returns more than 10,000 documents, whichever end the bounds count from', async () => {
    for (const query of [
      '_limit=-1',
      '_end=-1',
      '_start=-10050&_end=99999999',
      '_start=-20000&_limit=19999',
    ]) {
      const response = await call(`/api/pictures?${query}&_fields=id`);
      expect(await response.json(), query).toHaveLength(10_000);
    }
  });
});
