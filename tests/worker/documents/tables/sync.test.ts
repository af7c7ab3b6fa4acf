import { z } from 'astro/zod';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type CollectionDefinition,
  type Collections,
  defineCollections,
} from '../../../../src/lib/documents/schema/collection.ts';
import { tableOf } from '../../../../src/lib/documents/tables/definition/collection-table.ts';
import { identifier } from '../../../../src/lib/documents/tables/definition/identifiers.ts';
import { missingPart } from '../../../../src/lib/documents/tables/missing-part.ts';
import { PRESENT_SCHEMA, type PresentSchema } from '../../../../src/lib/documents/tables/present-schema.ts';
import { insertionsOf } from '../../../../src/lib/documents/tables/seed-statements.ts';
import { changesOf, expansionOf } from '../../../../src/lib/documents/tables/sync/planned-changes.ts';
import { useWorker } from '../../../support/worker/worker.ts';

type Definitions = Record<string, CollectionDefinition>;

const worker = useWorker({ collections: 'none' });

const PERSON = z.looseObject({ name: z.string(), age: z.number().optional(), city: z.string().optional() });
const PLAIN: Definitions = { users: { schema: PERSON, search: false } };
const FULL: Definitions = { users: { schema: PERSON, indexes: ['name', ['city', 'age']] } };

const DOCUMENTS = {
  users: [
    { id: 1, name: "O'Hara; END", age: 40, city: 'Oslo' },
    { id: 'b', name: 'BEGIN TRANSACTION; Ada', age: 36, city: 'London' },
    { id: 7, name: 'Yan' },
  ],
};

const RECORDED: Definitions = { users: { schema: PERSON, search: false, changes: true } };

/** Changes from one set of definitions to another, each over the documents above. */
const STEPS: [string, Definitions, Definitions][] = [
  ['adds a collection', PLAIN, { ...PLAIN, posts: { schema: z.looseObject({ userId: z.number() }) } }],
  ['adds an index', PLAIN, { users: { schema: PERSON, indexes: ['name'], search: false } }],
  ['adds a composite index and the search', PLAIN, FULL],
  ['drops indexes and the search', FULL, PLAIN],
  [
    'drops one of two indexes with a common field',
    { users: { schema: PERSON, indexes: ['city', ['city', 'age']] } },
    { users: { schema: PERSON, indexes: ['city'] } },
  ],
  ['searches fewer fields', FULL, { users: { schema: PERSON, indexes: ['name'], search: ['city', 'name'] } }],
  ['renames a collection', FULL, { people: { schema: PERSON, indexes: ['name'], renamedFrom: 'users' } }],
  [
    'renames a collection without its search',
    FULL,
    { people: { schema: PERSON, search: false, renamedFrom: 'users' } },
  ],
  ['starts recording changes', PLAIN, RECORDED],
  ['stops recording changes', RECORDED, PLAIN],
  [
    'renames a collection whose changes are recorded',
    RECORDED,
    { people: { schema: PERSON, search: false, changes: true, renamedFrom: 'users' } },
  ],
  [
    'tightens a schema',
    PLAIN,
    { users: { schema: PERSON.extend({ age: z.number().min(40) }), search: false } },
  ],
  [
    'adds the collection of a foreign key',
    {
      users: PLAIN['users'] as CollectionDefinition,
      posts: { schema: z.looseObject({ cityId: z.number() }) },
    },
    { ...PLAIN, posts: { schema: z.looseObject({ cityId: z.number() }) }, cities: { schema: PERSON } },
  ],
];

afterEach(empty);

describe('sync', () => {
  it.each(STEPS)('%s, and a second run changes nothing', async (_, before, after) => {
    await sync(before);
    await run(insertionsOf(DOCUMENTS));
    await sync(after);
    const created = await snapshot();
    expect((await plan(after)).filter(({ statements }) => statements.length > 0)).toEqual([]);
    await empty();
    // The same documents in tables that are created at once have the same columns and search results.
    await sync(after);
    const name = 'users' in after ? 'users' : 'people';
    await run(insertionsOf({ [name]: DOCUMENTS.users }));
    const fresh = await snapshot();
    expect(created.rows).toEqual(fresh.rows);
    expect(created.parts.filter(({ type }) => type !== 'table')).toEqual(
      fresh.parts.filter(({ type }) => type !== 'table'),
    );
  });

  it.each(STEPS)('%s when a run that ended after any statement is repeated', async (_, before, after) => {
    const beginning = [...statementsOf(await plan(before)), ...insertionsOf(DOCUMENTS)];
    await run(beginning);
    const statements = statementsOf(await plan(after));
    await run(statements);
    const uncut = await snapshot();
    for (let cut = 1; cut < statements.length; cut += 1) {
      await empty();
      await run([...beginning, ...statements.slice(0, cut)]);
      await sync(after);
      expect(await snapshot(), `cut after statement ${cut}: ${statements[cut - 1]}`).toEqual(uncut);
    }
  });

  it.each(STEPS.filter(([, , after]) => Object.values(after).every(({ renamedFrom }) => !renamedFrom)))(
    '%s in two phases: between them, the database suits both versions, and a second run changes nothing',
    async (_, before, after) => {
      await sync(before);
      await run(insertionsOf(DOCUMENTS));
      await run(statementsOf(await expansion(after)));
      expect(statementsOf(await expansion(after))).toEqual([]);
      for (const definitions of [before, after]) expect(await lacking(definitions)).toBeNull();
      // Each version writes the columns that it knows, and the search of both finds every document.
      await writeAs(before, { id: 20, name: 'Olde', age: 90, city: 'Ur' });
      await writeAs(after, { id: 21, name: 'Newe', age: 9, city: 'Nice' });
      await run([`UPDATE users SET body = json_set(body, '$.city', 'Rome'), version = 99 WHERE id = 1`]);
      const [row] = await rows('SELECT * FROM users LIMIT 1');
      for (const column of Object.keys(row ?? {}).filter((name) => name.startsWith('$.'))) {
        const different = await rows(
          `SELECT id FROM users WHERE "${column}" IS NOT json_extract(body, '${column}')`,
        );
        expect(different, column).toEqual([]);
      }
      const isSearched = (await rows(`SELECT 1 FROM sqlite_schema WHERE name = 'users:search'`)).length > 0;
      if (isSearched) {
        const found = await rows(
          `SELECT rowid FROM "users:search" WHERE "users:search" MATCH 'rome OR olde'`,
        );
        expect(found).toHaveLength(2);
      }
      await sync(after);
      expect(statementsOf(await plan(after))).toEqual([]);
      const contracted = await snapshot();
      await empty();
      await sync(after);
      // SQLite writes an added column into the text of a table in its own way.
      const ofOtherKinds = ({ parts }: typeof contracted) => parts.filter(({ type }) => type !== 'table');
      expect(ofOtherKinds(contracted)).toEqual(ofOtherKinds(await snapshot()));
    },
  );

  it('expands from every state that an interrupted run left', async () => {
    const after = { users: { schema: PERSON, indexes: ['city'], search: ['city'] } };
    const beginning = [...statementsOf(await plan(FULL)), ...insertionsOf(DOCUMENTS)];
    await run(beginning);
    const statements = statementsOf(await expansion(after));
    for (let cut = 1; cut < statements.length; cut += 1) {
      await empty();
      await run([...beginning, ...statements.slice(0, cut)]);
      await run(statementsOf(await expansion(after)));
      for (const definitions of [FULL, after]) expect(await lacking(definitions), String(cut)).toBeNull();
    }
  });

  it('leaves a renamed collection as it is until the new version serves', async () => {
    await sync(FULL);
    await run(insertionsOf(DOCUMENTS));
    const before = await snapshot();
    await run(
      statementsOf(
        await expansion({ people: { ...FULL['users'], renamedFrom: 'users' } as CollectionDefinition }),
      ),
    );
    expect(await snapshot()).toEqual(before);
  });

  it('keeps versions, counts and idempotent results of a renamed collection', async () => {
    await sync(FULL);
    await run(insertionsOf(DOCUMENTS));
    await run([
      "INSERT INTO _idempotent_results VALUES ('users', 'k', 0, 'f', 1, '{}', 1, 1, 1)",
      'DELETE FROM users WHERE id = 7',
    ]);
    const [before] = await rows('SELECT version, modified, documents, last_id FROM _collections');
    const tags = await rows('SELECT id, version, modified FROM users');
    // The first start with the new name creates an empty table and reports the old one.
    const { users } = FULL;
    await sync({ people: users as CollectionDefinition });
    expect((await plan({ people: users as CollectionDefinition })).map(({ what }) => what)).toEqual([
      expect.stringContaining("users: not declared, its table keeps 2 documents; set renamedFrom: 'users'"),
    ]);
    await sync({ people: { ...users, renamedFrom: 'users' } as CollectionDefinition });
    expect(await rows('SELECT version, modified, documents, last_id FROM _collections')).toEqual([before]);
    expect(await rows('SELECT id, version, modified FROM people')).toEqual(tags);
    expect(await rows('SELECT collection FROM _idempotent_results')).toEqual([{ collection: 'people' }]);
  });

  it('names the documents whose values are too long for a column', async () => {
    await sync(PLAIN);
    const texts = ['x'.repeat(8_190), 'x'.repeat(8_191), '"'.repeat(8_000)];
    await run(insertionsOf({ users: texts.map((name, i) => ({ id: `u${i}`, name })) }));
    const changes = await plan({ users: { schema: PERSON, indexes: ['name', 'age'], search: false } });
    const refusals = changes.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal.select]));
    expect(await Promise.all(refusals.map(rows))).toEqual([[{ id: 'u1' }, { id: 'u2' }], []]);
  });

  it('never replaces a table that has documents by a renamed one', async () => {
    await sync({ ...PLAIN, people: { schema: PERSON } });
    await run(insertionsOf({ ...DOCUMENTS, people: [{ id: 1 }] }));
    const changes = await plan({ people: { schema: PERSON, renamedFrom: 'users' } });
    expect(changes.flatMap(({ statements }) => statements)).toEqual([]);
    expect(changes).toHaveLength(1);
  });

  it('replaces a trigger that differs', async () => {
    await sync(FULL);
    await run([
      'DROP TRIGGER "users:deleted"',
      'CREATE TRIGGER "users:deleted" AFTER DELETE ON users BEGIN SELECT 1; END',
    ]);
    const whats = (await plan(FULL)).map(({ what }) => what);
    expect(whats).toEqual(['users: create the triggers']);
    await sync(FULL);
    expect(await plan(FULL)).toEqual([]);
  });

  it('repairs the columns, search and counts after writes without triggers', async () => {
    await sync(FULL);
    await run(insertionsOf(DOCUMENTS));
    await run([
      'DROP TRIGGER "users:inserted"',
      `INSERT INTO users (id, body) VALUES (9, '{"id":9,"name":"Zoe"}')`,
    ]);
    await sync(FULL);
    expect(await rows('SELECT documents, last_id FROM _collections')).toEqual([{ documents: 4, last_id: 9 }]);
    expect(await rows(`SELECT rowid FROM "users:search" WHERE "users:search" MATCH 'zoe'`)).toHaveLength(1);
    expect(await rows('SELECT version > 0 AS ok, "$.name" AS name FROM users WHERE id = 9')).toEqual([
      { ok: 1, name: 'Zoe' },
    ]);
  });

  it('registers a table whose row of `_collections` is missing', async () => {
    await sync(FULL);
    await run(insertionsOf(DOCUMENTS));
    await run(['DELETE FROM _collections']);
    await sync(FULL);
    expect(await rows('SELECT documents, last_id FROM _collections')).toEqual([{ documents: 3, last_id: 7 }]);
  });

  it.each([
    ['of the owner', 'CREATE TABLE users (a)', /table "users" was not made/],
    ['that differs only in case', 'CREATE TABLE Users (a)', /cannot have "Users" and "users"/],
  ])('refuses a collection with the name of a table %s', async (_, statement, message) => {
    await run([statement]);
    await expect(plan(FULL)).rejects.toThrow(message);
  });

  it.each([
    ['of 24,999 letters', 'x'.repeat(24_999)],
    ['of 120,000 letters', 'x'.repeat(120_000)],
    ['of 120,000 quotes', "'".repeat(120_000)],
    ['of 400,000 bytes in pairs of surrogates, at odd places', `x${'\u{1f6f0}'.repeat(100_000)}`],
    ['of 1 MiB', 'é'.repeat(524_000)],
  ])('stores a first document with a text %s by statements of at most 100,000 bytes', async (_, text) => {
    await sync(PLAIN);
    const documents = [
      { id: 1, name: 'first' },
      { id: 2, name: text },
      { id: 3, name: 'last' },
    ];
    const statements = insertionsOf({ users: documents });
    for (const statement of statements) expect(Buffer.byteLength(statement)).toBeLessThan(100_000);
    await run(statements);
    const stored = await rows('SELECT body FROM users ORDER BY seq');
    expect(stored.map(({ body }) => JSON.parse(String(body)))).toEqual(documents);
    expect(await rows(`SELECT name FROM sqlite_schema WHERE name GLOB '_seed*'`)).toEqual([]);
  });

  it('names the fields of a schema that changed', async () => {
    await sync(PLAIN);
    const schema = z.looseObject({ name: z.string().max(9), age: z.number().optional(), nick: z.string() });
    const [change] = await plan({ users: { schema, search: false } });
    expect(change?.what).toContain('users: name has changed, city is gone, nick is new;');
  });

  it('creates every set of collections that defineCollections() accepts', async () => {
    const name = fc.oneof(
      fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_-]{0,3}$/),
      fc.constantFrom(
        'select',
        'table',
        'json_each',
        'json_tree',
        'pragma_table_info',
        'sqlite_x',
        'd1_x',
        'fts5',
        'main',
        'temp',
        'NEW',
        'rowid',
      ),
    );
    const field = fc.oneof(
      fc.stringMatching(/^[a-zA-ZéÉ_$@][a-zA-Z0-9_$@-]{0,2}$/),
      fc.constantFrom(
        'seq',
        'body',
        'version',
        'modified',
        'rowid',
        'text',
        'new',
        'old',
        'search',
        'İ',
        'K',
        'k',
      ),
    );
    const definitions = fc.dictionary(
      name,
      fc.record({
        fields: fc.uniqueArray(field, { maxLength: 8 }),
        search: fc.constantFrom(true, false, null),
      }),
      { minKeys: 1, maxKeys: 3 },
    );
    await fc.assert(
      fc.asyncProperty(definitions, async (generated) => {
        const declared: Definitions = {};
        for (const [key, { fields, search }] of Object.entries(generated)) {
          const schema = z.looseObject(Object.fromEntries(fields.map((one) => [one, z.string()])));
          const isList = search === null && fields.length > 0;
          declared[key] = {
            schema,
            indexes: [...fields, ...(fields.length > 1 ? [fields] : [])],
            search: isList ? fields : (search ?? true),
          };
        }
        let collections: Collections;
        try {
          collections = defineCollections(declared);
        } catch (error) {
          expect((error as Error).message).toMatch(/"/);
          return;
        }
        await sync(collections);
        for (const key of Object.keys(collections)) {
          await run([`INSERT INTO ${identifier(key)} (id, body) VALUES (1, '{"id":1,"text":"wordy"}')`]);
        }
        expect(await plan(collections)).toEqual([]);
        await empty();
      }),
      { numRuns: 40 },
    );
  });
});

async function plan(definitions: Definitions | Collections) {
  return changesOf(tablesOf(definitions), await present());
}

async function expansion(definitions: Definitions) {
  return expansionOf(tablesOf(definitions), await present());
}

async function lacking(definitions: Definitions): Promise<string | null> {
  const state = await present();
  const registered = state.collections.map(({ name }) => name);
  const recorded = state.collections.filter(({ changesFrom }) => changesFrom !== null);
  const found = { ...state, registered, recorded: recorded.map(({ name }) => name), applied: [] };
  return missingPart({ migrations: [], definitions: tablesOf(definitions) }, found)?.what ?? null;
}

function statementsOf(changes: { statements: readonly string[] }[]): string[] {
  return changes.flatMap(({ statements }) => statements);
}

/** Inserts a document as a Worker with these definitions does: with the version and the columns that it knows. */
async function writeAs(definitions: Definitions, document: Record<string, unknown>): Promise<void> {
  const columns = tablesOf(definitions).find(({ collection }) => collection === 'users')?.columns ?? [];
  const names = columns.map(({ name }) => `, ${identifier(name)}`).join('');
  const values = columns.map(({ valueIn }) => `, ${valueIn('new.body')}`).join('');
  await run([
    `INSERT INTO users (id, body, version, modified${names})
     SELECT ${document['id']}, new.body, 98, 1${values} FROM (SELECT '${JSON.stringify(document)}' AS body) AS new`,
  ]);
}

function tablesOf(definitions: Definitions | Collections) {
  const collections = isComplete(definitions) ? definitions : defineCollections(definitions);
  return Object.values(collections).map(tableOf);
}

async function present(): Promise<PresentSchema> {
  const names = Object.keys(PRESENT_SCHEMA) as (keyof PresentSchema)[];
  const lists = await worker.batch(names.map((name) => PRESENT_SCHEMA[name]));
  return Object.fromEntries(names.map((name, i) => [name, lists[i]])) as unknown as PresentSchema;
}

function isComplete(definitions: Definitions | Collections): definitions is Collections {
  return Object.values(definitions).every((definition) => 'jsonSchema' in definition);
}

async function sync(definitions: Definitions | Collections): Promise<void> {
  await run((await plan(definitions)).flatMap(({ statements }) => statements));
}

async function run(statements: string[]): Promise<void> {
  if (statements.length > 0) await worker.batch(statements);
}

async function rows(statement: string): Promise<Record<string, unknown>[]> {
  const [found = []] = await worker.batch([statement]);
  return found;
}

/** Words of `DOCUMENTS` that the search may find. */
const WORDS = ['oslo', 'ada', 'hara', 'yan', '40'];

/** The schema, and the rows without versions and times, which a repair may raise. */
async function snapshot() {
  const [collections = [], parts = []] = await worker.batch([
    'SELECT name, documents, last_id, schema, search FROM _collections ORDER BY name',
    `SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB '_cf_*' AND name NOT GLOB '*:search_*' AND sql IS NOT NULL ORDER BY name`,
  ]);
  const names = collections.map(({ name }) => String(name));
  const searches = parts.flatMap(({ name }) => (String(name).endsWith(':search') ? [String(name)] : []));
  const contents = await worker.batch([
    ...names.map((name) => `SELECT * FROM ${identifier(name)} ORDER BY seq`),
    ...searches.flatMap((name) =>
      WORDS.map(
        (word) =>
          `SELECT rowid FROM ${identifier(name)} WHERE text LIKE '%${word}%' OR text MATCH '"${word}"'`,
      ),
    ),
  ]);
  const rows = contents.map((list) => list.map(({ version, modified, ...row }) => row));
  return { parts, rows: { collections, searches, rows } };
}

async function empty(): Promise<void> {
  const tables = await rows(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '_*' AND name NOT GLOB 'd1_*' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '*:search_*'`,
  );
  await run([
    ...tables.map(({ name }) => `DROP TABLE ${identifier(String(name))}`),
    'DELETE FROM _collections',
    'DELETE FROM _idempotent_results',
    'DELETE FROM _deletions',
  ]);
}
