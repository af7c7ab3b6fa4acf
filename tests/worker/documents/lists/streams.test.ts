import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { csvDocument, csvRecord } from '../../../../src/lib/documents/stream/csv.ts';
import {
  clear,
  readProblem,
  restoreFirstDocuments,
  rowsRead,
  seed,
  useManyUsers,
} from '../../../support/worker/documents.ts';
import { storeToken } from '../../../support/worker/tokens.ts';
import { AUTHORIZED, call, database, write } from '../../../support/worker/worker.ts';

type Doc = Record<string, unknown>;

function linesOf(text: string): Doc[] {
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Doc);
}

async function streamOf(path: string, headers: Record<string, string> = {}): Promise<Doc[]> {
  const response = await call(path, { headers });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  return linesOf(await response.text());
}

describe('a list with _format', () => {
  afterEach(restoreFirstDocuments);

  it('ndjson has one document per line, with the version of the collection', async () => {
    const response = await call('/api/users?_format=ndjson');
    expect(linesOf(await response.text())).toEqual(await (await call('/api/users')).json());
    const version = await database()
      .prepare(`SELECT version FROM _collections WHERE name = 'users'`)
      .first<number>('version');
    expect(response.headers.get('x-collection-version')).toBe(String(version));
    expect(response.headers.get('link')).toBeNull();
    expect(response.headers.get('x-total-count')).toBeNull();
  });

  it('csv has a header row, id first, then the fields of the schema', async () => {
    await write('POST', '/api/pictures', { title: 'a, "b"\n', source: '=1+1', alt: '', tags: ['x', 'y'] });
    const response = await call('/api/pictures?_format=csv&_sort=-id&_limit=1');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="pictures.csv"');
    const [header, row] = parse(await response.text()) as string[][];
    expect(header).toEqual(['id', 'title', 'source', 'alt', 'userId', 'tags']);
    expect(row?.slice(1)).toEqual(['a, "b"\n', '=1+1', '', '', '["x","y"]']);
  });

  it('csv has the columns of _fields in their order, and related documents as JSON', async () => {
    const selected = await call('/api/users?_format=csv&_fields=name,id&_limit=1');
    expect(await selected.text()).toBe('name,id\r\nSarah,0\r\n');
    const related = await call('/api/pictures?_format=csv&_fields=id&_expand=user&_limit=1');
    const [header, row] = parse(await related.text()) as string[][];
    expect(header).toEqual(['id', 'user']);
    expect(JSON.parse(row?.[1] ?? '')).toMatchObject({ name: expect.any(String) });
  });

  it('is 304 for its own tag, and not for that of another format', async () => {
    for (const format of ['ndjson', 'csv']) {
      const path = `/api/users?_format=${format}`;
      const etag = (await call(path)).headers.get('etag') ?? '';
      const again = await call(path, { headers: { 'if-none-match': etag } });
      expect([again.status, again.headers.get('etag')]).toEqual([304, etag]);
      expect(again.headers.get('content-type')).toBeNull();
      for (const other of ['json', format === 'csv' ? 'ndjson' : 'csv']) {
        const response = await call(`/api/users?_format=${other}`, { headers: { 'if-none-match': etag } });
        expect(response.status).toBe(200);
        await response.arrayBuffer();
      }
    }
  });

  it('has the headers of GET and no body for HEAD', async () => {
    const [head, get] = [
      await call('/api/users?_format=csv', { method: 'HEAD' }),
      await call('/api/users?_format=csv'),
    ];
    expect(await head.text()).toBe('');
    for (const name of ['content-type', 'etag', 'content-disposition', 'cloudflare-cdn-cache-control']) {
      expect(head.headers.get(name), name).toBe(get.headers.get(name));
    }
  });

  it('streams a nested list, and an empty one', async () => {
    const nested = (await (await call('/api/users/0/pictures')).json()) as Doc[];
    expect(await streamOf('/api/users/0/pictures?_format=ndjson')).toEqual(nested);
    expect(await streamOf('/api/users?name=nobody&_format=ndjson')).toEqual([]);
    expect(await (await call('/api/users?name=nobody&_format=csv')).text()).toBe('id,name\r\n');
  });

  it.each([
    ['_format=xml', '_format'],
    ['_format=CSV', '_format'],
    ['_format=csv&_format=csv', '_format'],
    ['_format=csv&_per_page=5', '_per_page'],
    ['_format=csv&_before=WzEs', '_before'],
    ['_format=csv&_total=exact', '_total'],
    ['_format=csv&_limit=10001', '_limit'],
  ])('%s is 400 and names %s', async (query, name) => {
    const problem = await readProblem(`/api/users?${query}`, 400);
    expect(problem['errors']).toHaveProperty(name);
  });

  it('is 400 for one document', async () => {
    await readProblem('/api/users/1?_format=csv', 400);
  });

  it('keeps a line for a document that SQL has stored with line breaks', async () => {
    await clear('users');
    const db = database();
    await db.prepare(`INSERT INTO users (id, body) VALUES ('x', '{"id":"x",\n"name":\r\n"y"}')`).run();
    expect(await streamOf('/api/users?_format=ndjson')).toEqual([{ id: 'x', name: 'y' }]);
  });
});

describe('a stream of 5,000 documents', () => {
  useManyUsers();

  it.each([
    '',
    'name=name 7',
    'age_gte=3',
    '_sort=name',
    '_sort=-age,id',
    '_sort=-age&name=name 7',
    'q=name 1&_sort=-id',
    '_limit=2500',
    '_page=2&_limit=1500',
    '_start=4000&_limit=3000',
    '_start=100&_end=2200&_sort=name',
    '_start=-1200&_end=-10',
    '_limit=0',
  ])('has the documents of the list for %j, once and in order', async (query) => {
    const window = /_limit|_end/.test(query) ? query : `${query}&_limit=10000`;
    const list = (await (await call(`/api/users?${window}`)).json()) as Doc[];
    const path = `/api/users?${query}&_format=ndjson`;
    expect(await streamOf(path)).toEqual(list);
    // A trusted client gets it by pages.
    expect(await streamOf(path, AUTHORIZED)).toEqual(list);
    const csv = await (await call(`/api/users?${query}&_format=csv`, { headers: AUTHORIZED })).text();
    expect((parse(csv, { columns: true }) as Doc[]).map(({ id }) => id)).toEqual(
      list.map(({ id }) => String(id)),
    );
  });

  it('continues behind a cursor', async () => {
    const page = await call('/api/users?_page=1&_limit=10&_sort=name');
    const [, after = ''] = /_after=([\w-]+)>; rel="next"/.exec(page.headers.get('link') ?? '') ?? [];
    const rest = (await (await call('/api/users?_sort=name&_start=10&_limit=4990')).json()) as Doc[];
    expect(await streamOf(`/api/users?_sort=name&_format=ndjson&_after=${after}`)).toEqual(rest);
    expect(await streamOf(`/api/users?_sort=name&_format=ndjson&_after=${after}&_limit=7`)).toEqual(
      rest.slice(0, 7),
    );
  });

  it('is one read that the edge stores for an anonymous client', async () => {
    const response = await call('/api/users?_format=ndjson');
    expect(response.headers.get('cloudflare-cdn-cache-control')).toContain('public, max-age=60');
    expect(response.headers.get('cache-tag')).toBe('users');
    expect(rowsRead(response)).toBeLessThan(3 * 5_000);
    await response.arrayBuffer();
  });

  it('is read in pages of 1,000 for a token, and no page is read before the client needs it', async () => {
    const response = await call('/api/users?_format=ndjson', { headers: AUTHORIZED });
    expect(response.headers.get('cloudflare-cdn-cache-control')).toBe('no-store');
    expect(rowsRead(response)).toBeLessThan(2_100);
    await response.arrayBuffer();
  });
});

describe('a stream with more bytes than one response of JSON', () => {
  const text = 'x'.repeat(9_000);
  beforeAll(async () => {
    await clear('users');
    for (let start = 0; start < 1_500; start += 500) {
      await seed(
        'users',
        Array.from({ length: 500 }, (_, i) => ({ id: start + i, name: `n${i}`, text })),
      );
    }
  });

  it('has all documents, and is stored nowhere, because it is several reads', async () => {
    const response = await call('/api/users?_format=ndjson&_sort=name');
    expect(response.headers.get('cloudflare-cdn-cache-control')).toBe('no-store');
    const body = await response.text();
    expect(body.length).toBeGreaterThan(1_500 * 9_000);
    expect(new Set(linesOf(body).map(({ id }) => id)).size).toBe(1_500);
  });

  it('has each document that stays exactly once, while others write', async () => {
    const response = await call('/api/users?_format=ndjson', { headers: AUTHORIZED });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    const read = async () => {
      const { done, value } = await reader.read();
      return done ? null : decoder.decode(value, { stream: true });
    };
    let body = (await read()) ?? '';
    for (const id of [3, 1_400]) await write('DELETE', `/api/users/${id}`);
    await write('POST', '/api/users', { id: 'new', name: 'new' });
    for (let part = await read(); part !== null; part = await read()) body += part;
    const ids = linesOf(body).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const kept = Array.from({ length: 1_500 }, (_, i) => i).filter((i) => i !== 3 && i !== 1_400);
    expect(ids).toEqual(expect.arrayContaining(kept));
  });
});

describe('a stream of a large collection', () => {
  beforeAll(async () => {
    await clear('users');
    await seed(
      'users',
      Array.from({ length: 10_500 }, (_, i) => ({ id: i, name: `name ${i % 50}` })),
    );
  });

  it('is 400 for an anonymous client without a window, for few rows, and is allowed with _limit', async () => {
    for (const query of ['', '&name=name 1', '&_sort=name']) {
      const response = await call(`/api/users?_format=ndjson${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'stream-too-large' });
      expect(rowsRead(response)).toBeLessThan(10);
    }
    expect(await streamOf('/api/users?_format=ndjson&_limit=10000')).toHaveLength(10_000);
  });

  it('has all documents for a token that may read it', async () => {
    const token = await storeToken(database(), { name: 'streams', scopes: ['users:read'] });
    const headers = { authorization: `Bearer ${token}` };
    expect(await streamOf('/api/users?_format=ndjson', headers)).toHaveLength(10_500);
    expect(await streamOf('/api/users?_format=ndjson&_sort=-name', headers)).toHaveLength(10_500);
    const unindexed = await call('/api/users?_format=ndjson&age=3', { headers });
    expect(await unindexed.json()).toMatchObject({ code: 'needs-index' });
  });
});

it('csvRecord() writes what csv-parse reads', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[ ,"\r\n=a]{0,6}$/));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (records) => {
      expect(
        parse(records.map(csvRecord).join(''), { relax_column_count: true, record_delimiter: '\r\n' }),
      ).toEqual(records);
    }),
  );
  expect(
    csvDocument({ a: null, b: [1, { c: 'x' }], c: false, toString: 1 }, ['a', 'b', 'c', 'd', 'valueOf']),
  ).toBe(',"[1,{""c"":""x""}]",false,,\r\n');
});
