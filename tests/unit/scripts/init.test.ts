import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, SourceDocument } from '../../../scripts/lib/import/read/entry.ts';
import { sourceFiles } from '../../../scripts/lib/import/read/source-file.ts';
import { SeenIds } from '../../../scripts/lib/import/seen-ids.ts';
import { whyInvalid } from '../../../scripts/lib/import/send/check-document.ts';
import { collectionsSource } from '../../../scripts/lib/init/collections-source.ts';
import { inferCollections } from '../../../scripts/lib/init/infer-collections.ts';
import { loadDefinitions } from '../../../scripts/lib/init/load-definitions.ts';
import { observeAll } from '../../../scripts/lib/init/observed-collection.ts';
import { planOf } from '../../../scripts/lib/init/plan.ts';
import type { Collection } from '../../../src/lib/documents/schema/collection.ts';
import { DB_JSON } from '../../support/moving/moving-arbitraries.ts';

type File = Record<string, readonly unknown[]>;

async function* entriesOf(file: File): AsyncGenerator<Entry> {
  for (const [name, list] of Object.entries(file)) {
    yield { kind: 'collection', name, place: name };
    for (const [index, value] of list.entries()) yield documentOf(name, value, index);
  }
}

function documentOf(collection: string, value: unknown, index: number): SourceDocument {
  return { kind: 'document', collection, value, index, place: `${collection}/${index}` };
}

async function planFor(file: File) {
  return planOf(await observeAll(entriesOf(file)));
}

async function sourceFor(file: File): Promise<string> {
  return collectionsSource(await planFor(file), 'db.json');
}

/** The source without the quotes of names, which the formatter removes. */
async function readableSourceFor(file: File): Promise<string> {
  return (await sourceFor(file)).replaceAll(/"(\w+)": /g, '$1: ');
}

/** The values of one field, as documents. */
const field = (...values: unknown[]): File => ({
  things: values.map((value, i) => (value === undefined ? { id: i } : { id: i, f: value })),
});
const times = <Value>(count: number, values: readonly Value[]): Value[] =>
  Array.from({ length: count }, () => values).flat();

describe('the schema of a field', () => {
  it.each<[string, unknown[], string]>([
    ['text', ['a', 'b'], 'f: z.string()'],
    ['e-mail addresses', ['a@example.com'], 'f: z.string()'],
    ['text that is missing once', ['a', undefined], 'f: z.string().optional()'],
    ['text that is null once', ['a', null], 'f: z.string().nullable()'],
    ['text that is null and missing', ['a', null, undefined], 'f: z.string().nullish()'],
    ['only null', [null, null], 'f: z.unknown()'],
    ['whole numbers', [1, 2], 'f: z.number()'],
    ['booleans', [true, false], 'f: z.boolean()'],
    ['text and numbers', ['a', 1], 'f: z.union([z.string(), z.number()])'],
    ['numbers, some of them as text', [1, 2.5, '3'], 'f: numeric'],
    ['numbers as text, with a leading zero', [1, 2, '03'], 'f: z.union([z.string(), z.number()])'],
    ['numbers as text, beyond 2^53', [1, 2, '9007199254740993'], 'f: z.union([z.string(), z.number()])'],
    ['numbers and an empty text', [1, 2, ''], 'f: z.union([z.string(), z.number()])'],
    ['only numeric text', ['1', '2'], 'f: z.string()'],
    ['dates', ['2024-02-29', '2023-01-01'], 'f: z.iso.date()'],
    ['a date that does not exist', ['2024-02-29', '2023-02-29'], 'f: z.string()'],
    ['an empty date', ['2024-02-29', ''], 'f: z.string()'],
    ['times in UTC', ['2024-01-01T00:00:00Z'], 'f: z.iso.datetime()'],
    [
      'times with an offset',
      ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00+01:00'],
      'z.iso.datetime({ offset: true })',
    ],
    ['times without a zone', ['2024-01-01T00:00:00'], 'z.iso.datetime({ local: true })'],
    ['times and dates', ['2024-01-01T00:00:00Z', '2024-01-01'], 'f: z.string()'],
    ['arrays', [['a'], []], 'f: z.array(z.string())'],
    ['empty arrays', [[], []], 'f: z.array(z.unknown())'],
    [
      'arrays of objects',
      [[{ a: 1 }, { b: null }]],
      'f: z.array(z.looseObject({ a: z.number().optional(), b: z.unknown().optional() }))',
    ],
    ['objects', [{ 'a b': 1 }], 'f: z.looseObject({ "a b": z.number() })'],
    [
      'objects with many different members',
      [Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`k${i}`, i]))],
      'f: z.looseObject({})',
    ],
  ])('of %s', async (_, values, expected) => {
    expect(await readableSourceFor(field(...values))).toContain(expected);
  });

  it.each<[string, unknown[], string]>([
    ['status', times(10, ['open', 'done']), 'status: z.enum(["done","open"])'],
    ['status', times(9, ['open', 'done']), 'status: z.string()'],
    ['status', [...times(20, ['open']), 'once'], 'status: z.string()'],
    ['status', times(10, ['open', '']), 'status: z.string()'],
    ['city', times(10, ['Oslo', 'Rome']), 'city: z.string()'],
    ['orderStatus', times(10, ['open', 'done']), 'orderStatus: z.enum(["done","open"])'],
    ['role', times(3, 'abcdefghi'.split('')), 'role: z.string()'],
  ])('%s with the values %j', async (name, values, expected) => {
    expect(await readableSourceFor({ things: values.map((value) => ({ [name]: value })) })).toContain(
      expected,
    );
  });
});

describe('relations', () => {
  const users = [{ id: 1 }, { id: 2 }];
  const people = [{ id: 'a1' }, { id: 'b2' }];
  it.each<[string, File, object[]]>([
    [
      'a conventional key',
      { users, posts: [{ userId: 7 }] },
      [{ as: 'user', key: 'userId', isConventional: true }],
    ],
    ['user_id', { users, posts: [{ user_id: '2' }] }, [{ as: 'user', collection: 'users', key: 'user_id' }]],
    ['idUser', { users, posts: [{ idUser: 1 }] }, [{ as: 'user', collection: 'users', key: 'idUser' }]],
    ['userID', { users, posts: [{ userID: 1 }] }, [{ as: 'user', collection: 'users', key: 'userID' }]],
    [
      'owner_id of persons',
      { users, posts: [{ id: 1, owner_id: 1 }] },
      [{ as: 'owner', collection: 'users' }],
    ],
    ['a key whose values are not ids', { users, posts: [{ user_id: 9 }] }, []],
    [
      'a key that the small numbers of several collections fit',
      { users, items: [{ id: 1 }], posts: [{ thingId: 1 }] },
      [],
    ],
    [
      'a key with distinctive values',
      { people, users, posts: [{ contactId: 'b2' }] },
      [{ as: 'contact', collection: 'people' }],
    ],
    [
      'a parent',
      { comments: [{ id: 1 }, { id: 2, parent_id: 1 }] },
      [{ as: 'parent', collection: 'comments' }],
    ],
    ['a key next to a field with its name', { users, posts: [{ user_id: 1, user: 'x' }] }, []],
    ['a key that is sometimes an array', { users, posts: [{ user_id: 1 }, { user_id: [1] }] }, []],
  ])('of %s', async (_, file, expected) => {
    const { collections } = await planFor(file);
    const found = collections.flatMap(({ relations }) => relations);
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
    await loadDefinitions(await sourceFor(file));
  });
});

it('indexes are at most four, of keys, dates, names and titles', async () => {
  const documents = [
    {
      id: 1,
      title: 't',
      bio: 'x',
      born: '2024-01-01',
      email: 'x',
      extId: 1,
      firstName: 'x',
      name: 'x',
      EMAIL: 'x',
    },
  ];
  const { collections } = await planFor({ things: documents });
  expect(collections[0]?.indexes).toEqual(['extId', 'email', 'born', 'title']);
});

it.each<[string, File]>([
  ['userID next to a userId that is not a key', { users: [{ id: 1, userId: {}, userID: 1, USERID: 'x' }] }],
  [
    'keys of collections whose singulars differ in case',
    { users: [], User: [], a: [{ userId: 1, UserId: 1 }] },
  ],
])('names of columns that differ only in case do not stop the build: %s', async (_, file) => {
  await loadDefinitions(await sourceFor(file));
});

it('a list may be named like a member that every object inherits', async () => {
  const { collections, leftOut } = await planFor(JSON.parse('{"__proto__":[{}],"toString":[{"id":1}]}'));
  expect(collections.map(({ name }) => name)).toEqual(['toString']);
  expect(leftOut.map(({ name }) => name)).toEqual(['__proto__']);
});

it('collections with one singular get different ones, and the plural keeps its own', async () => {
  const source = await sourceFor({ user: [{ id: 1 }], users: [{ id: 1 }], s: [{ id: 1 }] });
  const { user, users, s } = await loadDefinitions(source);
  expect([user?.singular, users?.singular, s?.singular]).toEqual(['userItem', 'user', 'sItem']);
});

it('every document that can be stored is valid by the schema inferred from it, and the source loads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'init-property-'));
  const path = join(folder, 'db.json');
  const loose = await loadDefinitions(collectionsSource(await planFor({ any: [] }), 'x'));
  const whyUnstorable = (document: SourceDocument, ids: SeenIds) =>
    ids.add(document) ?? whyInvalid(document, loose['any'] as Collection, loose);
  await fc.assert(
    fc.asyncProperty(DB_JSON, async (generated) => {
      const text = JSON.stringify(generated);
      writeFileSync(path, text);
      const { plan, refusals } = await inferCollections(sourceFiles(path), '"\n*/`');
      const ids = new SeenIds();
      const file = new Map(Object.entries(JSON.parse(text) as Record<string, unknown>));
      const expected = plan.collections.flatMap(({ name, isSingleton }) => {
        const list = isSingleton ? [file.get(name)] : (file.get(name) as unknown[]);
        return list.filter((value, i) => whyUnstorable(documentOf(name, value, i), ids) !== null);
      });
      expect(refusals).toHaveLength(expected.length);
    }),
    { numRuns: 60 },
  );
  rmSync(folder, { recursive: true });
}, 60_000);
