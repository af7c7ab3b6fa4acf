import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useCachedWorkerWithOverlays } from '../../support/worker/project-copy.ts';
import { AUTHORIZED } from '../../support/worker/worker.ts';

const ENTRIES = `
  drafts: { schema: z.looseObject({}), access: 'private' },
  profile: { schema: z.looseObject({}), singleton: true },
});
`;

const worker = useCachedWorkerWithOverlays(['tests/fixtures/live-pages'], (source) =>
  source.replace(/\}\);\s*$/, ENTRIES),
);

const PAGES = readFileSync('docs/pages.md', 'utf8').matchAll(/^```astro\n([\s\S]*?)^```/gm);
const [list = '', entry = ''] = Array.from(PAGES, ([, source = '']) => source);
writeFileSync(join(worker.project, 'src/pages/docs-list.astro'), list);
writeFileSync(join(worker.project, 'src/pages/docs-entry.astro'), entry);

it.each([
  ['/docs-list', '<ul><li>Apogee</li></ul>'],
  ['/docs-entry', '<p>Sarah has 2 pictures.</p>'],
])('the page of docs/pages.md at %s shows %s, and is stored', async (path, text) => {
  expect(await (await worker.read(path)).text()).toContain(text);
  expect(await worker.cacheStatus(path)).toBe('HIT');
});

describe('a page that the Worker renders', () => {
  it('responds to OPTIONS with 204 and the methods of a page', async () => {
    const response = await worker.read('/docs-list', { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  it('responds to a CORS preflight with the methods of a page', async () => {
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'DELETE' };
    const response = await worker.read('/docs-list', { method: 'OPTIONS', headers });
    expect(response.ok).toBe(true);
    const allowed = response.headers.get('access-control-allow-methods')?.split(', ');
    expect(allowed).toContain('GET');
    expect(allowed).not.toContain('DELETE');
  });

  it.each(['POST', 'DELETE', 'PATCH'])('responds to %s with the 404 page', async (method) => {
    const response = await worker.read('/docs-list', { method, headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Page not found');
  });

  it('responds to HEAD as to GET, without a body', async () => {
    const response = await worker.read('/docs-list', { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html']);
    expect(await response.text()).toBe('');
  });
});

interface Result {
  entries?: { id: string; data: object }[];
  entry?: { id: string; data: object };
  cacheHint?: { tags: string[] };
  error?: { name: string; message: string; code?: string };
}

function get(read: object, more = ''): Promise<Response> {
  return worker.read(`/live?read=${encodeURIComponent(JSON.stringify(read))}${more}`);
}

async function resultOf(read: object): Promise<Result> {
  return (await get(read)).json();
}

describe('getLiveCollection() has the documents of the same list of the API:', () => {
  it.each([
    [{ name: 'users' }, '/api/users'],
    [{ name: 'users', filter: { name: 'Yan' } }, '/api/users?name=Yan'],
    [{ name: 'users', filter: { id: { gte: 2 } }, sort: '-name' }, '/api/users?id_gte=2&_sort=-name'],
    [
      { name: 'users', filter: { or: [{ name: { startsWith: 'S' } }, { id: { in: [3] } }] } },
      '/api/users?id=0&id=3',
    ],
    [{ name: 'users', sort: ['name'], start: 1, limit: 2 }, '/api/users?_sort=name&_start=1&_limit=2'],
    [{ name: 'users', sort: 'id', start: 1 }, '/api/users?_sort=id&_start=1&_limit=9'],
    [{ name: 'users', search: 'sar', embed: ['pictures'] }, '/api/users?q=sar&_embed=pictures'],
    [
      { name: 'pictures', filter: { tags: { has: 'night' } }, expand: ['user'] },
      '/api/pictures?tags:has=night&_expand=user',
    ],
  ])('%j and %s', async (read, path) => {
    const response = await get(read);
    const { entries = [] } = (await response.json()) as Result;
    const documents = (await (await worker.read(path)).json()) as { id: string | number }[];
    expect(documents.length).toBeGreaterThan(0);
    expect(entries).toEqual(documents.map((data) => ({ id: String(data.id), data })));
    expect(response.headers.get('server-timing')).toMatch(/round_trips=1"$/);
  });
});

describe('getLiveEntry()', () => {
  it('has a document, with the tags of what it shows', async () => {
    expect(await resultOf({ name: 'pictures', id: 2, expand: ['user'] })).toEqual({
      entry: expect.objectContaining({
        id: '2',
        data: expect.objectContaining({ title: 'Apogee', user: { id: 0, name: 'Sarah' } }),
      }),
      cacheHint: { tags: ['pictures/2', 'pictures/*', 'users'] },
    });
  });

  it('has the document of a singleton, without an id', async () => {
    expect(await worker.write('PUT', '/api/profile', { name: 'Perigee' })).toBeLessThan(300);
    expect((await resultOf({ name: 'profile', id: '' })).entry?.data).toEqual({ name: 'Perigee' });
  });

  it.each(['99', '', 'x'])('returns LiveEntryNotFoundError for the id %j', async (id) => {
    expect((await resultOf({ name: 'users', id })).error?.name).toBe('LiveEntryNotFoundError');
  });
});

describe('a mistake is returned as an error:', () => {
  it.each([
    [{ name: 'pictures', filter: { nope: 1 } }, 'bad-parameter'],
    [{ name: 'pictures', sort: 'nope' }, 'bad-parameter'],
    [{ name: 'pictures', limit: 10_001 }, 'bad-parameter'],
    [{ name: 'pictures', start: -1 }, 'bad-parameter'],
    [{ name: 'pictures', embed: ['nope'] }, 'bad-parameter'],
    [{ name: 'pictures', search: 'x'.repeat(65) }, 'bad-parameter'],
    [{ name: 'users', id: 1, embed: ['nope'] }, 'bad-parameter'],
  ])('%j is a Problem with the code %s', async (read, code) => {
    expect((await resultOf(read)).error).toMatchObject({ name: 'Problem', code });
  });

  it('a list of a singleton names getLiveEntry()', async () => {
    expect((await resultOf({ name: 'profile' })).error?.message).toMatch(/use getLiveEntry\(\)/);
  });
});

describe('a private collection', () => {
  it.each([{ name: 'drafts' }, { name: 'drafts', id: 1 }])('is refused for %j', async (read) => {
    const { error, entry, entries } = await resultOf(read);
    expect([entry, entries]).toEqual([undefined, undefined]);
    expect(error?.name).toBe('LiveCollectionError');
  });

  it('is not a relation of a public collection', async () => {
    expect((await resultOf({ name: 'users', embed: ['drafts'] })).error?.code).toBe('bad-parameter');
  });

  it('is read with private: true, and what shows it is never stored', async () => {
    await worker.read('/api/drafts', {
      method: 'POST',
      headers: AUTHORIZED,
      body: JSON.stringify({ id: 1, userId: 2 }),
    });
    for (const read of [
      { name: 'drafts', private: true },
      { name: 'drafts', id: 1, private: true },
      { name: 'users', id: 2, embed: ['drafts'], private: true },
    ]) {
      for (const response of [await get(read), await get(read)]) {
        expect(JSON.stringify(await response.json())).toContain('"userId":2');
        expect(response.headers.get('cf-cache-status')).not.toBe('HIT');
        expect(response.headers.get('cache-control')).toBe('no-store');
      }
    }
  });
});

it('a page that calls cache.set() with the hint is stored, and a page that then fails or rewrites is not', async () => {
  const read = { name: 'users', id: 1 };
  const statuses = [await get(read), await get(read)].map(({ headers }) => headers.get('cf-cache-status'));
  expect(statuses).toEqual(['MISS', 'HIT']);
  for (const [how, status] of [
    ['&throw', 500],
    ['&rewrite', 404],
  ] as const) {
    for (const response of [await get(read, how), await get(read, how)]) {
      expect(response.status).toBe(status);
      expect(response.headers.get('cf-cache-status')).not.toBe('HIT');
    }
  }
});
