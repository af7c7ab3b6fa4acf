import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseListQuery, parseSelection } from '../../../../src/lib/documents/query/parse-query.ts';
import { readDocument } from '../../../../src/lib/documents/store/read/read-document.ts';
import { type List, readList } from '../../../../src/lib/documents/store/read/read-list.ts';
import { Problem } from '../../../../src/lib/http/problem/problem.ts';
import { newMeter } from '../../../../src/lib/http/response/server-timing.ts';
import { type Doc, listReference } from '../../../support/lists/reference-list.ts';
import { removeCollections } from '../../../support/worker/documents.ts';
import { collections, createManyPeople, LARGE, PEOPLE } from '../../../support/worker/many-people.ts';

let d1: D1Database;
beforeAll(async () => {
  d1 = await createManyPeople();
}, 60_000);
afterAll(() => removeCollections(collections));

interface Outcome {
  list: List | null;
  /** The `detail` of a refused list. */
  refusal: string;
  rows: number;
}

async function read(query: string, isTrusted = false): Promise<Outcome> {
  const meter = newMeter();
  const { people } = collections;
  const parsed = parseListQuery(new URLSearchParams(query), people, collections);
  try {
    const list = await readList({ d1, meter }, people, parsed, { known: [], isTrusted });
    return { list, refusal: '', rows: meter.rowsRead };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'needs-index') throw error;
    return { list: null, refusal: error.message, rows: meter.rowsRead };
  }
}

const idsOf = ({ list }: Outcome) => (JSON.parse(list?.body ?? '[]') as Doc[]).map(({ id }) => String(id));

describe('a list of 12,000 documents', () => {
  it.each([
    '',
    '_page=2',
    '_page=300&_limit=10',
    '_page=1200',
    '_start=-10&_end=0',
    '_start=-10',
    '_sort=id&_order=desc',
    '_sort=name',
    '_sort=-name&_page=3',
    '_sort=-city,-age',
    'name=name 7',
    'name=name 7&name=name 8&_sort=-age',
    'id=1&id=7000',
    'email_gte=mail9&_sort=email',
    'id_gt=5000&_sort=id',
    'id_lt=5000&_sort=-id&_page=2',
    'id_gte=5&id_lte=11990&_sort=id&_limit=1000',
    'id_gt=x&_sort=id',
    'city=city 1&age=7',
    'city=city 1&_sort=age&_limit=50',
    'email=mail77@example.com&nick=nick 7',
    'q=mail1199',
    'q=name 1111',
    'q=name 5999&_sort=-age',
    'name_like=ME 5999',
    'name_like=ME 5999&name_like=me 5998&name_like=5997&name_like=none',
    'name_gte=name 9&_sort=id',
    '_limit=10000',
  ])('is read within its bound: %s', async (query) => {
    const outcome = await read(query);
    const ids = idsOf(outcome);
    expect(outcome.refusal).toBe('');
    expect(ids).toEqual(listReference(PEOPLE, new URLSearchParams(query)).ids);
    expect(outcome.rows).toBeLessThanOrEqual(2 * ids.length + 5_000);
  });

  it.each([
    ['_sort=age', "indexes: ['age']"],
    ['nick=nick 7', "indexes: ['nick']"],
    ['city=city 1&_sort=-nick', "indexes: [['city', 'nick']]"],
    ['name_ne=x', 'equal values'],
    ['q=ma', 'at least 3 characters'],
    ['name_like=a11&name_like=a22&name_like=a33&name_like=a44&name_like=a55', 'at most 4 texts'],
    ['q=example.com&_sort=age', 'that fewer documents have'],
    ['q=maaaaaaaaaail', 'repeats no 3 characters'],
    ['email_gte=mail1', 'equal values that fewer documents have, or _sort=email'],
    ['email_gte=mail1&_sort=age', 'equal values that fewer documents have, or another order'],
    ['nick_gte=nick 1', "indexes: ['nick']"],
    ['_sort=name,id', 'or another order'],
    ['_sort=-name,age', 'or another order'],
    ['_sort=name,age', "indexes: [['name', 'age']]"],
    ['_sort=name,nick', 'or another order'],
    ['city=city 1', "indexes: ['city']"],
    ['_where={"or":[{"nick":"nick 7"},{"age":7}]}&_sort=age', 'or another order'],
    ['city=city 1&city=city 2', 'or another order'],
    ['city=city 1&name_ne=x', 'equal values that fewer documents have'],
    ['city=city 1&nick=nick 7', "indexes: [['city', 'nick']]"],
    ['_page=500', '`next` of `Link`'],
    ['city=city 1&_start=-5&_end=0&_sort=age', '`next` of `Link`'],
    ['_embed=loose', 'personId'],
  ])('is refused when no bound is known, with the remedy: %s', async (query, remedy) => {
    const outcome = await read(query);
    expect(outcome.refusal).toContain(remedy);
    expect(outcome.rows).toBeLessThanOrEqual(5_000);
    const trusted = await read(query, true);
    if (!query.includes('_embed')) {
      expect(idsOf(trusted)).toEqual(listReference(PEOPLE, new URLSearchParams(query)).ids);
    }
  });

  it('can be read completely by ranges of ids', async () => {
    const seen: string[] = [];
    for (let last: string | undefined = '0'; last !== undefined; last = seen.at(-1)) {
      const outcome = await read(`id_gt=${last}&_sort=id&_limit=5000`);
      expect(outcome.rows).toBeLessThanOrEqual(2 * 5_000 + 5_000);
      if (idsOf(outcome).length === 0) break;
      seen.push(...idsOf(outcome));
    }
    expect(seen).toEqual(PEOPLE.map(({ id }) => String(id)));
  });

  it.each([
    ['that few documents have', 'name 599'],
    ['that many have, the first among them', 'NICK 1'],
    ['that many have, and not the first thousands', 'Lately'],
    ['of which a number may be a part', '991'],
    ['that no document has', 'nick 1lately'],
    ['whose letters each document has in another order', 'kcink'],
  ])('is checked for a text %s', async (_, text) => {
    const candidates = PEOPLE.filter(({ city, age }) => city === 'city 1' && age === 7);
    for (const order of ['', '&_sort=-name']) {
      const query = `city=city 1&age=7&q=${text}${order}`;
      const { ids, total } = listReference(candidates, new URLSearchParams(query));
      const outcome = await read(query);
      expect(idsOf(outcome)).toEqual(ids);
      expect(outcome.list?.total).toBe(total);
      expect(outcome.rows).toBeLessThanOrEqual(2 * ids.length + 5_000);
    }
    const query = `kind=a&q=${text}&_page=1`;
    const { ids, total } = listReference(PEOPLE, new URLSearchParams(query));
    const trusted = await read(query, true);
    expect(idsOf(trusted)).toEqual(ids);
    expect(trusted.list?.total).toBe(total);
  });

  it('counts up to 1,000 matches, and says that there are more', async () => {
    expect((await read('city=city 1&_sort=age')).list).toMatchObject({ total: 1_000, isAtLeast: true });
    expect((await read('name=name 7')).list).toMatchObject({ total: 2, isAtLeast: false });
    expect((await read('')).list).toMatchObject({ total: LARGE, isAtLeast: false });
    expect((await read('city=city 1&_sort=age', true)).list).toMatchObject({
      total: 4_000,
      isAtLeast: false,
    });
  });

  it('embeds at most 400 documents of a large collection within the bound', async () => {
    const outcome = await read('_embed=notes&_limit=4');
    expect(JSON.parse(outcome.list?.body ?? '')[0].notes).toHaveLength(100);
    expect(outcome.rows).toBeLessThanOrEqual(2 * (4 + 400) + 5_000);
  });

  it('embeds no document into another by scanning a large collection', async () => {
    const db = { d1, meter: newMeter() };
    const selection = parseSelection(new URLSearchParams('_embed=loose'), collections.people, collections);
    await expect(readDocument(db, collections.people, '1', selection, [])).rejects.toMatchObject({
      code: 'needs-index',
      message: expect.stringContaining('personId'),
    });
    expect(db.meter.rowsRead).toBeLessThan(10);
  });

  it('stays within its bound, or is refused, for any query', async () => {
    const field = fc.constantFrom('id', 'name', 'age', 'city', 'email', 'nick', 'other');
    const filter = fc.tuple(
      field,
      fc.constantFrom('', '_ne', '_gte', '_lte', '_like', ':in', ':exists', ':startsWith'),
      fc.constantFrom('name 7', 'city 1', '7', 'mail', 'true', 'nick 3', 'mail11@example.com', ''),
    );
    const query = fc.record({
      filters: fc.array(filter, { maxLength: 3 }),
      sort: fc.array(fc.tuple(fc.constantFrom('', '-'), field), { maxLength: 2 }),
      window: fc.constantFrom(
        '',
        '_page=3',
        '_page=2&_limit=100',
        '_start=-20&_end=-5',
        '_limit=5000',
        '_page=900',
      ),
      search: fc.constantFrom('', 'q=mail', 'q=77', 'q=example.com', 'q=name 59'),
    });
    await fc.assert(
      fc.asyncProperty(query, async ({ filters, sort, window, search }) => {
        const parameters = new URLSearchParams([window, search].filter(Boolean).join('&'));
        for (const [name, operator, value] of filters) {
          parameters.append(name + operator, operator === ':exists' ? 'true' : value);
        }
        if (sort.length > 0) parameters.set('_sort', sort.map((part) => part.join('')).join(','));
        const outcome = await read(String(parameters));
        const ids = idsOf(outcome);
        expect(outcome.rows).toBeLessThanOrEqual(2 * ids.length + 5_000);
        if (outcome.list !== null) expect(ids).toEqual(listReference(PEOPLE, parameters).ids);
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });
});
