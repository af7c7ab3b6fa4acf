import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listReference } from '../../../support/lists/reference-list.ts';
import { followLinks, type ListPage, pageReader } from '../../../support/lists/walk-list.ts';
import { removeCollections } from '../../../support/worker/documents.ts';
import { collections, createManyPeople, LARGE, PEOPLE } from '../../../support/worker/many-people.ts';

let d1: D1Database;
let read: (search: string) => Promise<ListPage>;
beforeAll(async () => {
  d1 = await createManyPeople();
  read = pageReader(d1, collections.people, collections);
}, 60_000);
afterAll(() => removeCollections(collections));

describe('a list of 12,000 documents', () => {
  it.each([
    '',
    '_sort=name',
    '_sort=-name',
    '_sort=email',
    '_sort=city,age',
    '_sort=-city,-age',
    '_sort=id',
    '_sort=-id',
    'city=city 1&_sort=age',
    'city=city 1&_sort=-age',
    'kind=a&_sort=rank',
    'kind=a&_sort=-rank',
    '_sort=-rank',
    '_sort=rank',
    'rank:exists=true&_sort=rank',
    'rank:exists=false&_sort=-rank',
    'kind=b',
    'email_gte=mail2&_sort=email',
    'email_gte=mail2&email_lt=mail8&_sort=email',
    'email_gte=mail2&email_lt=mail8&_sort=-email',
    'id_gt=5000&_sort=id',
    'id_gte=5&id_lte=11990&_sort=-id',
    'q=example.com',
    'q=name 1',
  ])('is read completely by next, and back by prev, at the cost of its first page: %s', async (query) => {
    const expected = listReference(PEOPLE, new URLSearchParams(`${query}&_limit=${LARGE}`)).ids;
    const forward = await followLinks(read, `?${query}&_page=1&_limit=3000`, 'next');
    expect(forward.flatMap(({ ids }) => ids)).toEqual(expected);
    const last = forward.at(-1);
    const prev = last?.links.prev;
    const backward = prev === undefined ? [] : await followLinks(read, prev, 'prev');
    expect([...backward.toReversed().flatMap(({ ids }) => ids), ...(last?.ids ?? [])]).toEqual(expected);
    for (const { ids, rowsRead } of [...forward, ...backward]) {
      expect(rowsRead).toBeLessThanOrEqual(2 * ids.length + 5_000);
    }
    const first = await read(`?${query}&_page=1&_limit=10`);
    for (const url of [...forward, ...backward].flatMap(({ links }) => [links.next, links.prev])) {
      if (url === undefined) continue;
      const deep = await read(url.replace('_limit=3000', '_limit=10'));
      expect(deep.rowsRead, url).toBeLessThanOrEqual(first.rowsRead + 40);
    }
  });

  it.each([
    ['email_gte=mail5&_sort=email', '_sort=email&email_lt=mail2'],
    ['email_lt=mail5&_sort=-email', '_sort=-email&email_gte=mail7'],
    ['rank:exists=false&_sort=rank', '_sort=rank&rank:exists=true'],
    ['rank:exists=true&_sort=rank', '_sort=rank&rank:exists=false'],
    ['id_gt=9000&_sort=id', '_sort=id&id_lt=50'],
    ['city=city 2&_sort=age', '_sort=age&city=city 0'],
  ])('a cursor of another list in the same order reads few rows, too: %s after %s', async (query, other) => {
    const order = new URLSearchParams(query).get('_sort') ?? '';
    for (const start of [`?${other}&_page=2&_limit=5`, `?${query}&_page=2&_limit=5`]) {
      const { links } = await read(start);
      for (const cursor of [links.next, links.prev]) {
        const parameters = new URL(cursor ?? '').searchParams;
        const [name] = ['_after', '_before'].filter((direction) => parameters.has(direction));
        const page = await read(`?${query}&_limit=10&${name}=${parameters.get(name ?? '')}`);
        expect(page.rowsRead, order).toBeLessThanOrEqual(2 * page.ids.length + 5_000);
      }
    }
  });

  it('_total=none counts nothing, and reads the page only', async () => {
    for (const query of [
      'city=city 1&_sort=age',
      'email_gte=mail2&_sort=email',
      'q=example.com',
      '_sort=name',
    ]) {
      const counted = await read(`?${query}&_page=1&_limit=10`);
      const page = await read(`?${query}&_page=1&_limit=10&_total=none`);
      expect(page.ids).toEqual(counted.ids);
      expect(page.total).toBeNull();
      expect(Object.keys(page.links)).toEqual(['first', 'next']);
      expect(page.rowsRead, query).toBeLessThanOrEqual(60);
    }
  });
});
