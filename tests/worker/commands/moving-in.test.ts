import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { http, passthrough } from 'msw';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isExactNumber } from '../../../scripts/lib/import/read/cell-value.ts';
import { sourceFiles } from '../../../scripts/lib/import/read/source-file.ts';
import { SeenIds } from '../../../scripts/lib/import/seen-ids.ts';
import { whyInvalid } from '../../../scripts/lib/import/send/check-document.ts';
import { inferCollections } from '../../../scripts/lib/init/infer-collections.ts';
import { loadDefinitions } from '../../../scripts/lib/init/load-definitions.ts';
import { ITEM } from '../../support/moving/moving-arbitraries.ts';
import { useWorkerWithCollections } from '../../support/worker/project-copy.ts';
import { upstream } from '../../support/worker/upstream.ts';
import { call, TOKEN, write } from '../../support/worker/worker.ts';

type Documents = Record<string, Record<string, unknown>[]>;

const folder = mkdtempSync(join(tmpdir(), 'moving-in-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIXTURE = resolve('tests/fixtures/moving-in.json');
const file: Documents = JSON.parse(readFileSync(FIXTURE, 'utf8'));
const LEFT_OUT = ['news', '2024', 'my posts', 'sqlite_x', 'tags', 'version'];

/** Many documents, of which those without an id need automatic ones. */
const MANY = Array.from({ length: 6_000 }, (_, i) => ({ id: `m${i}`, n: i }));
const MANY_ENTRIES = Array.from({ length: 6_000 }, (_, i) => ({ n: i, text: `entry ${i}` }));
const many = join(folder, 'many.json');
writeFileSync(many, JSON.stringify({ many: MANY, entries: MANY_ENTRIES }));

/** Generated lists of odd documents, the same in every run. */
const GENERATED: Record<string, unknown[]> = JSON.parse(
  JSON.stringify(
    Object.fromEntries(
      fc
        .sample(fc.array(ITEM, { minLength: 1, maxLength: 12 }), { numRuns: 40, seed: 12 })
        .map((list, i) => [`g${i}`, list]),
    ),
  ),
);
const generated = join(folder, 'generated.json');
writeFileSync(generated, JSON.stringify(GENERATED));

const definitions = join(folder, 'all.json');
writeFileSync(
  definitions,
  JSON.stringify({
    ...file,
    many: MANY,
    entries: MANY_ENTRIES,
    ...GENERATED,
    strict: [
      { id: 1, name: 'a', age: 1 },
      { id: 2, name: 'b' },
    ],
  }),
);
const inferred = await inferCollections(sourceFiles(definitions), 'all.json');
const worker = useWorkerWithCollections(() => inferred.source);
/** Without those that have no object. */
const SERVED_GENERATED = inferred.plan.collections
  .map(({ name }) => name)
  .filter((name) => name in GENERATED);

/** Runs `npm run import` in a folder of its own, where it leaves its report. */
async function importing(...args: string[]): Promise<{ code: number; output: string; report: string }> {
  rmSync(join(folder, 'import-report.txt'), { force: true });
  const { url } = await worker.listen();
  return running('import', ...args, '--to', url.origin, '--token', TOKEN);
}

/** Runs `npm run export` in the same folder. */
async function exporting(...args: string[]): Promise<{ code: number; output: string }> {
  const { url } = await worker.listen();
  return running('export', ...args, '--from', url.origin, '--token', TOKEN);
}

function running(
  script: string,
  ...args: string[]
): Promise<{ code: number; output: string; report: string }> {
  return new Promise((settle) => {
    const all = [resolve(`scripts/${script}.ts`), ...args];
    execFile(process.execPath, all, { cwd: folder }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code);
      settle({ code, output: stdout + stderr, report: reportIn(folder) });
    });
  });
}

function reportIn(path: string): string {
  try {
    return readFileSync(join(path, 'import-report.txt'), 'utf8');
  } catch {
    return '';
  }
}

async function listOf(collection: string, query = '_limit=10000'): Promise<Record<string, unknown>[]> {
  const response = await call(`/api/${collection}?${query}`, {}, worker);
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>[];
}

it('npm run init defines every list whose name the build accepts, and all of their documents are valid', () => {
  expect(inferred.refusals.filter(({ place }) => !/#\/g\d/.test(place))).toEqual([]);
  const served = inferred.plan.collections.map(({ name }) => name);
  expect(served).toEqual([
    ...Object.keys(file).filter((name) => name !== '$schema' && !LEFT_OUT.includes(name)),
    ...['many', 'entries', ...SERVED_GENERATED, 'strict'],
  ]);
  const leftOut = inferred.plan.leftOut.map(({ name }) => name).filter((name) => !(name in GENERATED));
  expect(leftOut.toSorted()).toEqual(LEFT_OUT.toSorted());
});

describe('a db.json of generated documents', () => {
  /** By the id of a document as text, or by its place where it had none, without what a text of a number may become. */
  const normal = (documents: readonly unknown[]) =>
    JSON.parse(JSON.stringify(documents), (_, value) =>
      typeof value === 'string' && isExactNumber(value) ? Number(value) : value,
    ) as unknown;

  it('is stored as it is in the file, except for the documents that the report names', async () => {
    const { report, output } = await importing(generated);
    const reported = new Set(
      report.split('\n').map((line) => /^generated\.json#(\/g\d+(?:\/\d+)?)/.exec(line)?.[1]),
    );
    expect(output).toMatch(/^\d+ documents created, \d+ refused/m);
    const { code } = await exporting(...SERVED_GENERATED, '--to', 'generated-out.json');
    expect(code).toBe(0);
    const out = JSON.parse(readFileSync(join(folder, 'generated-out.json'), 'utf8')) as Documents;
    for (const name of SERVED_GENERATED) {
      const stored = out[name] ?? [];
      const expected = (GENERATED[name] ?? [])
        .filter((_, i) => !reported.has(`/${name}/${i}`))
        .map((document, i) => {
          const { id, ...members } = document as Record<string, unknown>;
          return { id: id === undefined || id === null || id === '' ? stored[i]?.['id'] : id, ...members };
        });
      expect(normal(stored), name).toEqual(normal(expected));
    }
  });

  it('has every document that a loose schema accepts and whose id occurs once in the list', async () => {
    const path = join(folder, 'any.json');
    writeFileSync(path, '{"any":[]}');
    const loose = await loadDefinitions((await inferCollections(sourceFiles(path), 'any.json')).source);
    const any = loose['any'];
    if (any === undefined) throw new Error('The definitions have no collection "any".');
    const ids = new SeenIds();
    const wrong = Object.entries(GENERATED).flatMap(([collection, list]) =>
      list.flatMap((value, index) => {
        const place = `generated.json#/${collection}/${index}`;
        const entry = { kind: 'document', collection, value, index, place } as const;
        return ids.add(entry) ?? whyInvalid(entry, any, loose) ?? [];
      }),
    );
    const places = (all: readonly { place: string }[]) =>
      all
        .map(({ place }) => /^[^#]*#\/g\d+\/\d+/.exec(place)?.[0].replace('all.json', 'generated.json'))
        .toSorted();
    const refused = inferred.refusals.filter(({ place }) => /#\/g\d/.test(place));
    expect(places(refused)).toEqual(places(wrong));
    // The documents without an id are recognised by their request, and all others by their ids, however odd.
    const { report, output } = await importing(generated);
    expect(output).toMatch(
      /^0 documents created, \d+ unchanged, \d+ created by an earlier run, \d+ refused/m,
    );
    expect(output).not.toContain('skipped');
    const lines = report
      .split('\n')
      .filter((line) => SERVED_GENERATED.some((name) => line.includes(`#/${name}/`)));
    expect(places(lines.map((place) => ({ place })))).toEqual(places(refused));
  });
});

describe('a db.json whose documents have changed', () => {
  it('replaces each of them with --on-conflict replace, whatever its id is', async () => {
    const path = join(folder, 'generated-out.json');
    const before = JSON.parse(readFileSync(path, 'utf8')) as Documents;
    const after = Object.fromEntries(
      Object.entries(before).map(([name, list]) => [name, list.map((one) => ({ ...one, added: [name] }))]),
    );
    writeFileSync(path, JSON.stringify(after));
    const count = Object.values(after).flat().length;
    expect((await importing(path)).output).toMatch(
      new RegExp(`^0 documents created, ${count} skipped;`, 'm'),
    );
    const { code, output } = await importing(path, '--on-conflict', 'replace');
    expect(code).toBe(0);
    expect(output).toMatch(new RegExp(`^0 documents created, ${count} replaced;`, 'm'));
    await exporting(...SERVED_GENERATED, '--to', 'generated-out.json');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(after);
  });
});

/** The lists of the file that are served. */
const lists = inferred.plan.collections
  .filter(({ name, isSingleton }) => name in file && !isSingleton)
  .map(({ name }) => name);

describe('a db.json of many shapes', () => {
  beforeAll(async () => {
    const { code, report } = await importing(FIXTURE);
    expect(code).toBe(1);
    const places = report
      .trim()
      .split('\n')
      .map((line) => line.split(': ')[0]);
    expect(places.toSorted()).toEqual(LEFT_OUT.map((name) => `moving-in.json#/${name}`).toSorted());
  });

  it.each(lists)(
    'GET /api/%s returns the documents of the file, with ids for those that had none',
    async (name) => {
      const sent = file[name] ?? [];
      const stored = await listOf(name);
      const expected: Record<string, unknown>[] = sent.map((document, i) => ({
        id: stored[i]?.['id'],
        ...document,
      }));
      // The text "10" in a field of numbers is a number.
      expect(stored).toEqual(expected.map((one) => (one['price'] === '10' ? { ...one, price: 10 } : one)));
    },
  );

  it('a second import stores nothing', async () => {
    await importing(FIXTURE);
    for (const name of lists) expect(await listOf(name)).toHaveLength(file[name]?.length ?? 0);
  });

  it('an object is the document of a singleton', async () => {
    expect(await (await call('/api/profile', {}, worker)).json()).toEqual(file['profile']);
  });

  describe('npm run export', () => {
    /** What went in, with the ids that documents without one got, and the text that `init` made a number. */
    async function expected(name: string): Promise<unknown> {
      const stored = await listOf(name);
      return file[name]?.map((document, i) => ({
        id: stored[i]?.['id'],
        ...document,
        ...(document['price'] === '10' && { price: 10 }),
      }));
    }

    it('writes a db.json that equals the imported one', async () => {
      const { code, output } = await exporting(...lists, 'profile', '--to', 'out.json');
      expect(output).toMatch(/^posts: 3 documents, version \d+$/m);
      expect(code).toBe(0);
      const out = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as Record<string, unknown>;
      expect(Object.keys(out).toSorted()).toEqual([...lists, 'profile'].toSorted());
      expect(out['profile']).toEqual(file['profile']);
      for (const name of lists) expect(out[name], name).toEqual(await expected(name));
      const versions = JSON.parse(readFileSync(join(folder, 'out.json.versions'), 'utf8')) as object;
      expect(versions).toMatchObject({ posts: expect.any(Number) });
      // Another import of it finds everything stored already.
      const again = await importing('out.json');
      expect(again).toMatchObject({ code: 0, report: '' });
      expect(again.output).toMatch(/^0 documents created, \d+ unchanged;/m);
    });

    it.each(['ndjson', 'csv'])(
      'writes a folder of %s, and an import of it finds every document stored already',
      async (format) => {
        const to = `out-${format}`;
        const { code } = await exporting(
          'posts',
          'users',
          'empty',
          'profile',
          '--format',
          format,
          '--to',
          to,
        );
        expect(code).toBe(0);
        expect(readdirSync(join(folder, to)).toSorted()).toEqual(
          ['empty', 'posts', 'users']
            .map((name) => `${name}.${format}`)
            .concat('export.versions', 'singletons.json')
            .toSorted(),
        );
        const again = await importing(to);
        expect(again).toMatchObject({ code: 0, report: '' });
        expect(again.output).toMatch(/^0 documents created, 7 unchanged;/m);
      },
    );

    it.each([
      [['nope'], /^There is no collection "nope"; allowed: posts, /],
      [['--format', 'xml'], /^--format=xml is not allowed; allowed: json, ndjson, csv\.$/],
      [['--since', 'nothing'], /^--since is "nothing"; it must be a version or the \.versions file/],
    ])('ends with one sentence and no file for %j', async (args, message) => {
      const { code, output } = await exporting(...args, '--to', 'none.json');
      expect(code).toBe(1);
      expect(output.trim()).toMatch(message);
      expect(existsSync(join(folder, 'none.json'))).toBe(false);
    });

    it('--since writes a singleton if its version has changed', async () => {
      const lines = (path: string) =>
        readFileSync(join(folder, path), 'utf8').trim().split('\n').filter(Boolean);
      await exporting('--to', 'whole.json');
      await write('PATCH', '/api/profile', { added: true }, {}, worker);
      const { code, output } = await exporting('--since', 'whole.json.versions', '--to', 'since.ndjson');
      expect(output).toMatch(/^profile: 1 change, up to version 2$/m);
      expect(code).toBe(0);
      expect(lines('since.ndjson').map((line) => JSON.parse(line))).toEqual([
        { collection: 'profile', version: 2, document: { ...file['profile'], added: true } },
      ]);
      await exporting('profile', '--since', 'since.ndjson.versions', '--to', 'since.ndjson');
      expect(lines('since.ndjson')).toEqual([]);
      await write('PATCH', '/api/profile', { added: null }, {}, worker);
    });

    it('--since says which collections do not record changes', async () => {
      const { code, output } = await exporting('posts', '--since', '0');
      expect(code).toBe(0);
      expect(output).toMatch(/^posts: left out, because its definition does not have changes: true$/m);
    });
  });

  it.each([
    ['/api/comments?_expand=post&body=x', { post: { id: 3 } }],
    ['/api/comments?_expand=parent&body=x', { parent: { body: 'some comment' } }],
    ['/api/visits?_expand=patient&id=10', { patient: { id: '0012' } }],
    ['/api/visits?_expand=owner&id=10', { owner: { name: 'Grace' } }],
    ['/api/posts?_expand=user&id=1', { user: { name: 'Ada' } }],
    ['/api/users?_embed=posts&id=2', { posts: [{ id: 2 }] }],
  ])('GET %s follows a relation that init found', async (path, expected) => {
    const response = await call(path, {}, worker);
    expect(await response.json()).toMatchObject([expected]);
  });
});

/** The part of json-server that the test uses. The package has no types. */
interface JsonServer {
  router(data: object): Parameters<typeof createServer>[1];
  create(): Parameters<typeof createServer>[1] & { use(...handlers: unknown[]): void };
}

describe('beside json-server with the same file', () => {
  const jsonServer = createRequire(import.meta.url)('json-server') as JsonServer;
  const app = jsonServer.create();
  // json-server leaves documents without an id as they are, and does not start with a text or a number at the top.
  const { users, logs: _, ...others } = structuredClone(file);
  const served = Object.entries(others).filter(([name]) => name !== '$schema' && !LEFT_OUT.includes(name));
  app.use('/api', jsonServer.router({ ...Object.fromEntries(served), users: users?.slice(0, 2) }));
  const server = createServer(app);
  beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)));
  afterAll(() => new Promise((closed) => server.close(closed)));

  it.each([
    '/api/posts',
    '/api/posts/2',
    '/api/posts?userId=1',
    '/api/posts?status=draft&_sort=views&_order=desc',
    '/api/posts?views_gte=0&_sort=title',
    '/api/posts?_sort=createdAt&_order=desc&_limit=2',
    '/api/posts?_page=2&_limit=2',
    '/api/posts?q=typicode',
    '/api/posts?title_like=JSON',
    '/api/posts?id=1&id=3',
    '/api/posts?tags=a,b',
    '/api/posts?_expand=user&id=1&id=2',
    '/api/users/1?_embed=posts',
    '/api/users/1/posts',
    '/api/users?address.city=Oslo',
    '/api/users?address.geo.lat_gte=50',
    '/api/comments?post_id=1',
    '/api/patients/0012',
    '/api/visits?_sort=id&_start=1&_end=2',
    '/api/visits?idPatient=0012',
    '/api/comments/7f2c9f0a-3d5e-4b8a-9c1d-2e6f8a0b4c5d',
    '/api/comments?id=7f2c9f0a-3d5e-4b8a-9c1d-2e6f8a0b4c5d',
    '/api/mixed-Types_1',
    '/api/mixed-Types_1/5',
    '/api/mixed-Types_1/11',
    '/api/mixed-Types_1?value=1',
    '/api/mixed-Types_1?q=text',
    '/api/mixed-Types_1?_sort=id&_order=desc',
    '/api/user',
    '/api/user/me',
    '/api/News',
    '/api/series/1',
    '/api/empty',
    '/api/profile',
  ])('GET %s is equal', async (path) => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    upstream.use(http.all(`${origin}/*`, () => passthrough()));
    const expected = (await (await fetch(origin + path)).json()) as unknown;
    const actual = await (await call(path, {}, worker)).json();
    expect(normal(actual)).toEqual(normal(expected));
  });

  /** Without the document that had no id, and with the text that `init` made a number. */
  function normal(body: unknown): unknown {
    const text = JSON.stringify(body).replaceAll('"price":"10"', '"price":10');
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(({ name }) => name !== 'No id') : value;
  }
});

describe('npm run import', () => {
  it('stores every document once when it is killed halfway and run again', async () => {
    const { url } = await worker.listen();
    const args = [resolve('scripts/import.ts'), many, '--to', url.origin, '--token', TOKEN];
    const first = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((settle) => first.once('close', settle));
    while ((await countOf('entries')) < 1_000 && first.exitCode === null) {
      await new Promise((settle) => setTimeout(settle, 20));
    }
    first.kill('SIGKILL');
    await ended;
    const { code, output } = await importing(many);
    const summary = /^([\d,]+) documents? created, 6,000 unchanged, ([\d,]+) created by an earlier run;/m;
    const [, ...counts] = summary.exec(output) ?? [];
    expect(counts.reduce((sum, count) => sum + Number(count.replace(',', '')), 0)).toBe(6_000);
    expect(code).toBe(0);
    expect(await listOf('many')).toEqual(MANY);
    const entries = await listOf('entries');
    expect(entries.map(({ id, ...members }) => members)).toEqual(MANY_ENTRIES);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(MANY_ENTRIES.length);
  });

  it.each(['skip', 'replace', 'fail'])(
    'stores documents without an id once, even if another id of the file is taken, with --on-conflict %s',
    async (onConflict) => {
      const path = join(folder, `taken-${onConflict}.json`);
      const taken = { id: `taken-${onConflict}`, n: 1, text: 'stored' };
      const list = (text: string) => [
        { n: 2, text: `${onConflict} before` },
        { ...taken, text },
        { id: `free-${onConflict}`, n: 3, text: 'new' },
        { n: 4, text: `${onConflict} after` },
      ];
      // The import stops at a document that differs.
      writeFileSync(path, JSON.stringify({ entries: list(onConflict === 'fail' ? 'stored' : 'another') }));
      await write('POST', '/api/entries', taken, {}, worker);
      const before = await countOf('entries');
      const first = await importing(path, '--on-conflict', onConflict);
      const stored = await listOf('entries');
      expect(stored.length).toBe(before + 3);
      const second = await importing(path, '--on-conflict', onConflict);
      expect(second.output).toMatch(/^0 documents created, .*2 created by an earlier run/m);
      expect(await listOf('entries')).toEqual(stored);
      expect([first.code, second.code]).toEqual(onConflict === 'skip' ? [1, 1] : [0, 0]);
    },
  );

  it('--collection refuses a name that the file does not have', async () => {
    const { code, output } = await importing(FIXTURE, '--collection', 'post');
    expect(code).toBe(1);
    expect(output).toMatch(/^moving-in\.json has no "post"; allowed for --collection: posts, /m);
  });

  it('reports each refused document with its place and reason, and stores all others', async () => {
    const lines = Array.from({ length: 300 }, (_, i) =>
      JSON.stringify({ id: 1_000 + i, name: i % 3 === 0 ? 7 : `n${i}` }),
    );
    const path = join(folder, 'strict.ndjson');
    writeFileSync(
      path,
      [
        ...lines,
        '{oops',
        '[]',
        '{"id":1000.5,"name":"x"}',
        '{"id":1001,"name":"twin"}',
        '{"id":3,"name":"n","big":1e999}',
      ].join('\n'),
    );
    const { code, output, report } = await importing(path);
    expect(code).toBe(1);
    expect(output).toMatch(/^200 documents created, 105 refused;/m);
    expect(output).toContain('Not stored: 105');
    expect(report).toMatch(/^strict\.ndjson:1 \/name: Invalid input: expected string, received number$/m);
    expect(report).toMatch(/^strict\.ndjson:301: The line is not JSON/m);
    expect(report).toMatch(/^strict\.ndjson:302: It must be a JSON object$/m);
    expect(report).toMatch(/^strict\.ndjson:303 \/id: An id must be a string or a whole number$/m);
    expect(report).toMatch(/^strict\.ndjson:304: The id 1001 occurs twice in strict$/m);
    expect(report).toMatch(/^strict\.ndjson:305 \/big: This number cannot be stored exactly/m);
    expect((await listOf('strict')).length).toBe(200);
  });

  it('reads the cells of a CSV file as the schema says', async () => {
    const path = join(folder, 'cells.csv');
    writeFileSync(
      path,
      '\uFEFFid;name;age\r\n50;"1";36\r\n51;"two\nlines; ""x""";\r\n52;007;x\r\n53;short\r\n',
    );
    const { report } = await importing(path, '--collection', 'strict');
    expect(await listOf('strict', 'id=50&id=51')).toEqual([
      { id: 50, name: '1', age: 36 },
      { id: 51, name: 'two\nlines; "x"' },
    ]);
    expect(report).toMatch(/^cells\.csv:5 \/age: Invalid input/m);
    expect(report).toMatch(/^cells\.csv:6: .*columns length is 3, got 2/m);
  });

  it.each([
    [
      'skip',
      1,
      'old',
      /:1: The id 60 is taken in strict by a document that differs, which stays as it is/,
      /^1 document created, 1 skipped;/m,
    ],
    ['replace', 0, 'new', /^$/, /^1 document created, 1 replaced;/m],
    ['fail', 1, 'old', /^$/, /The import has stopped/],
  ])(
    '--on-conflict=%s exits with %i and leaves the %s document',
    async (how, code, name, report, summary) => {
      await write('DELETE', '/api/strict/60', undefined, {}, worker);
      await write('DELETE', '/api/strict/61', undefined, {}, worker);
      await write('POST', '/api/strict', { id: 60, name: 'old' }, {}, worker);
      const path = join(folder, 'conflict.ndjson');
      writeFileSync(path, '{"id":60,"name":"new"}\n{"id":61,"name":"other"}\n');
      const result = await importing(path, '--collection', 'strict', '--on-conflict', how);
      expect(result).toMatchObject({ code, report: expect.stringMatching(report) });
      expect(result.output).toMatch(summary);
      expect(await listOf('strict', 'id=60')).toEqual([{ id: 60, name }]);
      expect(await listOf('strict', 'id=61')).toHaveLength(how === 'fail' ? 0 : 1);
    },
  );

  it('--dry-run sends nothing, and lists what would be refused', async () => {
    const path = join(folder, 'users.ndjson');
    writeFileSync(path, '{"id":900,"name":"x"}\n{"id":901,"name":""}\n');
    const { code, output, report } = await importing(path, '--dry-run');
    expect(code).toBe(1);
    expect(output).toMatch(/^1 document would be stored, 1 refused; nothing was sent$/m);
    expect(report).toMatch(/^users\.ndjson:2 \/name: /);
    expect(await listOf('users', 'id=900')).toEqual([]);
  });

  it.each([
    [['nothing.json'], /^nothing\.json does not exist\.$/],
    [
      [FIXTURE, '--on-conflict', 'merge'],
      /--on-conflict=merge is not allowed; allowed: skip, replace, fail\.$/,
    ],
    [[FIXTURE, '--token', 'wrong'], /token/],
  ])('ends with one sentence for %j', async (args, message) => {
    const { url } = await worker.listen();
    const all = [resolve('scripts/import.ts'), '--to', url.origin, '--token', TOKEN, ...args];
    const output = await new Promise<string>((settle) => {
      execFile(process.execPath, all, { cwd: folder }, (_, stdout, stderr) => settle(stdout + stderr));
    });
    expect(output.trim()).toMatch(message);
    expect(output).not.toMatch(/\n +at /);
  });
});

async function countOf(collection: string): Promise<number> {
  const response = await call(`/api/${collection}?_limit=1`, {}, worker);
  return Number(response.headers.get('x-total-count'));
}
