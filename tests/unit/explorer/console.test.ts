import { describe, expect, it } from 'vitest';
import { followUpsOf } from '../../../src/explorer/console/follow-ups.ts';
import { readHistory, remember } from '../../../src/explorer/console/history.ts';
import { fieldsOfList, indexNoteOf } from '../../../src/explorer/console/index-note.ts';
import type { Draft } from '../../../src/explorer/request/draft.ts';
import type { Exchange } from '../../../src/explorer/request/exchange.ts';
import { linksOf } from '../../../src/explorer/request/link-header.ts';

const ORIGIN = 'https://perigee.example';

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

function exchange(draft: Draft, { status = 200, headers = {}, body = {} }: Answer = {}): Exchange {
  const text = JSON.stringify(body);
  return {
    draft,
    hasToken: false,
    outcome: {
      status,
      headers: new Headers(headers),
      type: 'application/json',
      body: text,
      bytes: text.length,
      transferred: null,
      milliseconds: 5,
      redirectedTo: null,
    },
  };
}

const get = (path: string): Draft => ({ method: 'GET', path, headers: {} });

describe('what a response suggests to send', () => {
  it('is the other pages of its Link header, and nothing of another origin', () => {
    const link = [
      `<${ORIGIN}/api/users?_page=1>; rel="first"`,
      `<${ORIGIN}/api/users?_page=3&q=a,b>; rel="next"`,
      '</schemas/users.json>; rel="describedby"',
      '<https://evil.example/>; rel="last"',
    ].join(', ');
    expect(linksOf(new Headers({ link }), ORIGIN).map(({ relation }) => relation)).toEqual([
      'first',
      'next',
      'describedby',
    ]);
    const suggested = followUpsOf(
      exchange(get('/api/users?_page=2'), { headers: { link }, body: [] }),
      ORIGIN,
    );
    expect(suggested.map(({ name, draft, isSent }) => [name, draft.path, isSent])).toEqual([
      ['First page', '/api/users?_page=1', true],
      ['Next page', '/api/users?_page=3&q=a,b', true],
    ]);
  });

  it('is a conditional read, and for a document a conditional change that is not sent by itself', () => {
    const read = exchange(get('/api/users/1'), { headers: { etag: '"1-2"' }, body: { id: 1, name: 'Ada' } });
    const [again, change] = followUpsOf(read, ORIGIN);
    expect(again).toMatchObject({ isSent: true, draft: { headers: { 'If-None-Match': '"1-2"' } } });
    expect(change).toMatchObject({
      isSent: false,
      draft: {
        method: 'PATCH',
        path: '/api/users/1',
        headers: { 'If-Match': '"1-2"' },
        body: '{\n  "name": "Ada"\n}',
      },
    });
  });

  it('is the present version, or a write over it, after a 412', () => {
    const draft: Draft = {
      method: 'PATCH',
      path: '/api/users/1',
      headers: { 'Content-Type': 'application/json', 'If-Match': '"1-2"' },
      body: '{"name":"Ada"}',
    };
    const refused = exchange(draft, {
      status: 412,
      headers: { etag: '"2-3"' },
      body: { code: 'precondition-failed' },
    });
    const [read, write] = followUpsOf(refused, ORIGIN);
    expect(read).toMatchObject({ isSent: true, draft: { method: 'GET', path: '/api/users/1', headers: {} } });
    expect(read?.draft.body).toBeUndefined();
    expect(write).toEqual({
      name: 'Write over it with If-Match',
      draft: { ...draft, headers: { 'Content-Type': 'application/json', 'If-Match': '"2-3"' } },
      isSent: false,
    });
  });

  it('is the new document after a POST', () => {
    const draft: Draft = {
      method: 'POST',
      path: '/api/users',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    };
    const created = exchange(draft, { status: 201, headers: { location: `${ORIGIN}/api/users/7` } });
    expect(followUpsOf(created, ORIGIN).map((one) => one.draft)).toEqual([get('/api/users/7')]);
  });

  it.each([
    ['an error', exchange(get('/api/users/1'), { status: 404, headers: { etag: '"1"' } })],
    ['a response without a validator', exchange(get('/api'), { body: [] })],
    ['no response', { ...exchange(get('/api')), outcome: { failure: 'cannot be reached' } }],
  ])('is nothing for %s', (_, given) => {
    expect(followUpsOf(given, ORIGIN)).toEqual([]);
  });
});

describe('the note of a list without an index', () => {
  const cost = { 'server-timing': 'db;desc="rows_read=9 round_trips=1"' };
  const list = (path: string, headers: Record<string, string> = cost) =>
    exchange(get(path), { headers, body: [{}, {}] });

  it.each([
    ['/api/users?age_gte=3&name=a&_sort=-city,name', ['age', 'name', 'city']],
    ['/api/users?age:gt=3&address.city=Paris&_limit=3&q=x', ['age', 'address.city']],
    ['/api/users?id=1', []],
    ['/api/users', []],
  ])('knows the fields that %s uses', (path, fields) => {
    expect(fieldsOfList(path)).toEqual({ collection: 'users', fields });
  });

  it.each(['/api/users/1', '/api/users/changes?_since=1', '/hello', '/api'])('is not for %s', (path) => {
    expect(fieldsOfList(path)).toBeNull();
  });

  it('names the fields with which no index begins, and what was read', () => {
    const note = indexNoteOf(list('/api/users?age=3&name=a&city=x'), [['name'], ['team', 'age']]);
    expect(note).toEqual({ collection: 'users', fields: ['age', 'city'], rowsRead: 9, returned: 2 });
  });

  it('is absent where indexes exist, where no more was read than returned, and for a stored response', () => {
    expect(indexNoteOf(list('/api/users?age=3'), [['age']])).toBeNull();
    expect(
      indexNoteOf(list('/api/users?age=3', { 'server-timing': 'db;desc="rows_read=2 round_trips=1"' }), []),
    ).toBeNull();
    expect(indexNoteOf(list('/api/users?age=3', { ...cost, age: '4' }), [])).toBeNull();
    expect(indexNoteOf(list('/api/users?age=3', {}), [])).toBeNull();
  });
});

describe('the history', () => {
  /** As much of a Storage as the history uses. */
  function storage(): Storage {
    const values = new Map<string, string>();
    return {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
    } as unknown as Storage;
  }

  it('is bounded, has the newest first, each request once, and no credential', () => {
    const store = storage();
    for (let i = 0; i < 40; i++) remember(exchange(get(`/api/users/${i}`)), i, store);
    remember(
      exchange({ ...get('/api/users/20'), headers: { Authorization: 'Bearer the-secret' } }),
      41,
      store,
    );
    const paths = readHistory(store).map(({ draft }) => draft.path);
    expect(paths).toHaveLength(30);
    expect(paths.slice(0, 2)).toEqual(['/api/users/20', '/api/users/39']);
    expect(new Set(paths).size).toBe(30);
    expect(JSON.stringify(readHistory(store))).not.toContain('the-secret');
  });

  it('leaves out long bodies', () => {
    const store = storage();
    const draft: Draft = { method: 'POST', path: '/api/users', body: 'x'.repeat(10_001) };
    expect(remember(exchange(draft), 0, store)[0]?.draft).not.toHaveProperty('body');
  });

  it('survives what somebody else wrote into the storage, and a storage that is full', () => {
    const broken = storage();
    broken.setItem('perigee-console-history', '{');
    expect(readHistory(broken)).toEqual([]);
    const full = {
      ...storage(),
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    } as unknown as Storage;
    expect(remember(exchange(get('/api')), 0, full)).toHaveLength(1);
  });
});
