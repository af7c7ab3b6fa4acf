import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cursorWriter } from '../../../../src/lib/documents/query/page/cursor.ts';
import { parseListQuery, parseSelection } from '../../../../src/lib/documents/query/parse-query.ts';
import { readDocument } from '../../../../src/lib/documents/store/read/read-document.ts';
import { readList } from '../../../../src/lib/documents/store/read/read-list.ts';
import { newMeter } from '../../../../src/lib/http/response/server-timing.ts';
import { collections, LETTERS, path, relatives, THINGS } from '../../../support/lists/related-collections.ts';
import { addCollections, removeCollections, seed } from '../../../support/worker/documents.ts';
import { call, database } from '../../../support/worker/worker.ts';

beforeAll(async () => addCollections(collections));
afterAll(async () => removeCollections(collections));

type Parameters = readonly (readonly [name: string, value: string])[];
const times = (count: number, make: (i: number) => readonly [string, string]): Parameters =>
  Array.from({ length: count }, (_, i) => make(i));

const names = (count: number, make = (i: number) => `f${i}`) =>
  Array.from({ length: count }, (_, i) => make(i)).join(',');

/** Conditions in alternating levels of `or` and `and`. */
function tree(count: number, make: (i: number) => object): string {
  const leaves = Array.from({ length: count }, (_, i) => make(i));
  const [first, ...others] = leaves;
  return JSON.stringify({ or: [first, { and: [{ or: others.slice(0, 9) }, { or: others.slice(9) }] }] });
}

const levels = (count: number): string =>
  count === 0
    ? '{"a":{"has":"x"}}'
    : `{"${count % 2 ? 'or' : 'and'}":[${levels(count - 1)},{"b${count}":{"exists":true}}]}`;

/** Each limit: a query that reaches it, and one that is beyond it. */
const LIMITS: Record<string, { at: Parameters; beyond: Parameters }> = {
  'range conditions': {
    at: times(30, (i) => [`f${i}_gte`, `${i}`]),
    beyond: times(31, (i) => [`f${i}_gte`, `${i}`]),
  },
  'conditions on deep paths': {
    at: times(30, (i) => [`${path(i)}_gt`, 'x']),
    beyond: times(31, (i) => [path(i), 'x']),
  },
  '_like of 64 letters in 30 fields': {
    at: times(30, (i) => [`f${i}_like`, LETTERS]),
    beyond: [['f_like', `${LETTERS}я`]],
  },
  '30 texts of one _like': {
    at: times(30, () => ['name_like', LETTERS]),
    beyond: times(31, () => ['name_like', 'я']),
  },
  'startsWith of 64 letters in 30 fields': {
    at: times(30, (i) => [`f${i}:startsWith`, LETTERS]),
    beyond: [['f:startsWith', `${LETTERS}я`]],
  },
  'startsWith of an indexed field': {
    at: times(30, () => ['name:startsWith', 'sksk']),
    beyond: times(31, () => ['name:startsWith', 'sksk']),
  },
  'conditions in _where': {
    at: [['_where', tree(30, (i) => ({ [path(i)]: { contains: LETTERS } }))]],
    beyond: [['_where', tree(31, (i) => ({ [`f${i}`]: { lt: i } }))]],
  },
  'the levels of _where': { at: [['_where', levels(5)]], beyond: [['_where', levels(6)]] },
  'the names in _where': {
    at: [['_where', tree(10, (i) => ({ [`${'ж'.repeat(195)}.1.${i}`]: { ne: i } }))]],
    beyond: [['_where', tree(11, (i) => ({ [`${'ж'.repeat(195)}.1.${i}`]: { ne: i } }))]],
  },
  'the values of one field': {
    at: [['_where', JSON.stringify({ name: { in: Array.from({ length: 1_500 }, (_, i) => `${i}`) } })]],
    beyond: [['_where', `{"name":{"startsWith":"${LETTERS}я"}}`]],
  },
  'q of 64 letters': { at: [['q', LETTERS]], beyond: [['q', `${LETTERS}я`]] },
  'the sort keys': { at: [['_sort', names(8, path)]], beyond: [['_sort', names(9)]] },
  'the names of _fields': { at: [['_fields', names(100)]], beyond: [['_fields', names(101)]] },
  'the length of a path': {
    at: [[`${'ж'.repeat(200)}`, 'x']],
    beyond: [[`${'ж'.repeat(201)}`, 'x']],
  },
  'the depth of a path': { at: [['a.a.a.a.a.a.a.a', 'x']], beyond: [['a.a.a.a.a.a.a.a.a', 'x']] },
  'the characters of all names': {
    at: times(10, (i) => [`${'ж'.repeat(196)}.1.${i}`, 'x']),
    beyond: times(11, (i) => [`${'ж'.repeat(196)}.1.${i}`, 'x']),
  },
};

/** Limits of the whole query. The others are limits of one parameter. */
const OF_THE_QUERY = [
  'range conditions',
  'conditions on deep paths',
  '30 texts of one _like',
  'startsWith of an indexed field',
  'conditions in _where',
  'the names in _where',
  'the characters of all names',
];

const asQuery = (parameters: Parameters) =>
  new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();

describe.each(Object.entries(LIMITS))('the limit of %s', (limit, { at, beyond }) => {
  it('is 200 at the limit, with all windows', async () => {
    for (const window of ['', '&_page=2', '&_start=-9&_end=-1', '&_limit=-1']) {
      const response = await call(`/api/users?${asQuery(at)}${window}`);
      expect(response.status, await response.text()).toBe(200);
    }
    const first = await call(`/api/users?${asQuery(at)}&_page=1&_limit=1`);
    const next = /<[^>]*(\/api\/[^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1];
    if (next !== undefined) expect((await call(next)).status).toBe(200);
  });

  it('is 400 beyond the limit, and names the limit', async () => {
    const response = await call(`/api/users?${asQuery(beyond)}`);
    const { code, detail } = (await response.json()) as { code: string; detail: string };
    expect(response.status).toBe(400);
    expect(code).toBe(OF_THE_QUERY.includes(limit) ? 'query-too-large' : 'bad-parameter');
    expect(detail).toMatch(/at most \d+|at most 8 names/);
  });
});

/** Every limit in one query. The conditions have the most SQL per character of their names. */
const ALL: Parameters = [
  ...times(15, (i) => [`ж${i}.0.1.b_gte`, `${i}`]),
  ...times(5, (i) => [`ж${i}.0.1.b_like`, LETTERS]),
  ['_where', tree(9, (i) => ({ [`щ${i}.0.1.b`]: { startsWith: LETTERS } }))],
  ['id', '1'],
  ['q', LETTERS],
  ['_sort', names(8, (i) => `${i}.0.${'é'.repeat(100)}`)],
  ['_order', 'desc'],
  ['_fields', names(100, (i) => `щ${i}`)],
  ...times(4, (i) => ['_embed', `kind${relatives[i]}s`]),
  ...times(4, (i) => ['_expand', `kind${relatives[i + 4]}`]),
  ['_start', '-9'],
  ['_end', '-1'],
];

describe('all limits in one request', () => {
  beforeAll(async () => {
    await seed('things', [{ id: 1 }, { id: 2 }]);
  });

  it('a list is read', async () => {
    const db = { d1: database(), meter: newMeter() };
    const all = ALL.filter(([name]) => name !== 'id');
    const query = parseListQuery(new URLSearchParams(asQuery(all)), THINGS, collections);
    const known = Array.from({ length: 50 }, (_, i) => `${i + 1}-1`);
    expect(await readList(db, THINGS, query, { known, isTrusted: false })).toMatchObject({
      body: '[]',
      total: 0,
    });
  });

  it('a list is read behind a cursor', async () => {
    const db = { d1: database(), meter: newMeter() };
    const all = ALL.filter(([name]) => !['id', '_start', '_end'].includes(name));
    const { sort } = parseListQuery(new URLSearchParams(asQuery(all)), THINGS, collections);
    const place = { seq: 1, version: 1, values: sort.map(() => 'x') };
    for (const name of ['_after', '_before']) {
      const cursor = cursorWriter(THINGS, sort)(place);
      const parameters = new URLSearchParams(asQuery([...all, [name, cursor]]));
      const query = parseListQuery(parameters, THINGS, collections);
      expect(await readList(db, THINGS, query, { known: [], isTrusted: false })).toMatchObject({
        body: '[]',
      });
    }
    const long = cursorWriter(
      THINGS,
      sort,
    )({
      ...place,
      version: 99,
      values: sort.map(() => 'x'.repeat(200)),
    });
    const query = parseListQuery(
      new URLSearchParams(asQuery([...all, ['_after', long]])),
      THINGS,
      collections,
    );
    await expect(readList(db, THINGS, query, { known: [], isTrusted: false })).rejects.toMatchObject({
      code: 'cursor-lost',
    });
  });

  it('a document is read', async () => {
    const db = { d1: database(), meter: newMeter() };
    const own = ALL.filter(([name]) => ['_embed', '_expand', '_fields'].includes(name));
    const selection = parseSelection(new URLSearchParams(asQuery(own)), THINGS, collections);
    const read = await readDocument(db, THINGS, '1', selection, []);
    expect(JSON.parse(read?.body ?? '')).toEqual(
      Object.fromEntries(relatives.slice(0, 4).map((letter) => [`kind${letter}s`, []])),
    );
  });

  it('the ninth relation is refused with the limit', () => {
    const nine = [...relatives.map((letter) => ['_embed', `kind${letter}s`] as const)];
    for (const parse of [parseListQuery, parseSelection]) {
      expect(() => parse(new URLSearchParams(asQuery(nine)), THINGS, collections)).toThrow(
        'at most 8 relations',
      );
    }
  });
});

it('a list of a collection without any write is empty, whichever end its bounds count from', async () => {
  const db = { d1: database(), meter: newMeter() };
  const { kindas = THINGS } = collections as Record<string, typeof THINGS>;
  for (const window of ['', '_page=2', '_start=-2&_end=-1', '_limit=-1', '_start=-1&_end=0&q=x']) {
    const query = parseListQuery(new URLSearchParams(window), kindas, collections);
    expect(await readList(db, kindas, query, { known: [], isTrusted: false }), window).toMatchObject({
      body: '[]',
      total: 0,
    });
  }
});
