import { beforeEach, describe, expect, it } from 'vitest';
import { useCachedWorker } from '../../../support/worker/cached-worker.ts';

const { read, cacheStatus, write } = useCachedWorker();

const JSON_TYPE = 'application/json';
const NDJSON = 'application/x-ndjson';
const CSV = 'text/csv; charset=utf-8; header=present';
const TYPES = [JSON_TYPE, CSV, NDJSON];

/** A list of its own for each test, because the edge stores nothing of another URL. */
let path = '';
let tests = 0;
beforeEach(() => {
  path = `/api/users?_limit=${++tests}`;
});

async function get(accept: string | null, init: RequestInit = {}, of = path) {
  const headers = { ...(init.headers as Record<string, string>), ...(accept !== null && { accept }) };
  const response = await read(of, { ...init, headers });
  const text = await response.text();
  const header = (name: string) => response.headers.get(name);
  return {
    status: response.status,
    type: header('content-type'),
    cache: header('cf-cache-status'),
    etag: header('etag') ?? '',
    varies: header('vary')?.split(', ').includes('Accept') ?? false,
    text,
  };
}

describe('a list that the edge stores', () => {
  it('has the format of Accept, and one stored response for each', async () => {
    const accepts = [JSON_TYPE, 'text/csv', NDJSON];
    const first = [];
    for (const accept of accepts) first.push(await get(accept));
    expect(first.map(({ type }) => type)).toEqual(TYPES);
    expect(first.map(({ cache }) => cache)).toEqual(['MISS', 'MISS', 'MISS']);
    expect(new Set(first.map(({ etag }) => etag)).size).toBe(3);
    expect(first.every(({ varies }) => varies)).toBe(true);
    for (const [i, accept] of [...accepts.entries(), ...accepts.entries()]) {
      expect(await get(accept)).toEqual({ ...first[i], cache: 'HIT' });
    }
  });

  it('loses every stored format with one write', async () => {
    const accepts = [JSON_TYPE, 'text/csv', NDJSON];
    path = '/api/users?id=purged';
    for (const accept of accepts) {
      expect((await get(accept)).cache).toBe('MISS');
      expect((await get(accept)).cache).toBe('HIT');
    }
    expect(await write('POST', '/api/users', { id: 'purged', name: 'Ada' })).toBe(201);
    for (const accept of accepts) {
      const { cache, text } = await get(accept);
      expect(cache).toBe('MISS');
      expect(text).toContain('Ada');
    }
    await write('DELETE', '/api/users/purged');
  });

  it('is 304 for the tag of the same format alone, from the Worker and from the cache', async () => {
    const accepts = [JSON_TYPE, 'text/csv', NDJSON];
    const tags = [];
    for (const accept of accepts) tags.push((await get(accept)).etag);
    for (const where of ['the cache', 'the Worker']) {
      for (const [i, accept] of accepts.entries()) {
        for (const [k, tag] of tags.entries()) {
          // A header of the key makes another entry, so that the Worker answers.
          const unseen = where === 'the Worker' ? { 'x-host': `${i}-${k}.example` } : {};
          const condition = { headers: { 'if-none-match': tag, ...unseen } };
          const { status, etag, type, varies } = await get(accept, condition);
          expect({ where, status, etag, varies }).toEqual({
            where,
            status: i === k ? 304 : 200,
            etag: tags[i],
            varies: true,
          });
          if (status === 200) expect(type).toBe(TYPES[i]);
        }
      }
    }
  });

  it('has the headers of GET and no body for HEAD, whose response the next GET of the format gets', async () => {
    const head = await get('text/csv', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, type: CSV, text: '', varies: true });
    const { text, cache } = await get('text/csv');
    expect([text.slice(0, 9), cache]).toEqual(['id,name\r\n', 'HIT']);
    expect(await get('*/*')).toMatchObject({ type: JSON_TYPE, cache: 'MISS' });
  });

  it('is shared by all clients with _format, which takes precedence over Accept', async () => {
    for (const [format, type] of [
      ['json', JSON_TYPE],
      ['csv', CSV],
      ['ndjson', NDJSON],
    ]) {
      const url = `${path}&_format=${format}`;
      const statuses = [];
      for (const accept of ['*/*', 'text/csv', NDJSON, 'text/html', null]) {
        const { cache, ...response } = await get(accept, {}, url);
        expect(response).toMatchObject({ type, varies: false });
        statuses.push(cache);
      }
      expect(statuses).toEqual(['MISS', 'HIT', 'HIT', 'HIT', 'HIT']);
    }
  });

  it('depends on Accept when it is nested, and one document does not', async () => {
    const nested = await get('text/csv', {}, '/api/users/0/pictures');
    expect(nested).toMatchObject({ status: 200, type: CSV, varies: true });
    expect(nested.text).toMatch(/^id,title,/);
    for (const other of ['/api/users/0', '/api/users/changes']) {
      expect(await get('text/csv', {}, other)).toMatchObject({ type: JSON_TYPE, varies: false });
      expect(await cacheStatus(other, { headers: { accept: '*/*' } })).toBe('HIT');
    }
  });

  it.each([
    ['_per_page=5', '_per_page'],
    ['_total=exact', '_total'],
  ])('with %s is 400 as a stream, and names it', async (query, name) => {
    const refused = await get('text/csv', {}, `/api/users?${query}`);
    expect(refused).toMatchObject({ status: 400, type: 'application/problem+json', cache: 'BYPASS' });
    expect(JSON.parse(refused.text).errors).toHaveProperty(name);
  });
});

it.each([
  ['*/*', JSON_TYPE],
  [null, JSON_TYPE],
  ['', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/*', JSON_TYPE],
  ['text/*', CSV],
  ['text/csv', CSV],
  ['TEXT/CSV', CSV],
  ['text/csv; charset=utf-8', CSV],
  ['text/csv;charset="UTF-8";header=present', CSV],
  ['text/csv;charset=utf-8;q=0.9, */*;q=0.1', CSV],
  ['text/csv; header=absent', JSON_TYPE],
  ['application/ndjson', NDJSON],
  ['application/x-ndjson;charset=utf-8', NDJSON],
  ['application/json;q=0.1, text/csv;q=0.5', CSV],
  ['application/json;q=0.9, text/csv;q=0.5', JSON_TYPE],
  ['application/json, text/csv', JSON_TYPE],
  ['text/csv, application/json', CSV],
  ['text/csv;q=0, */*', JSON_TYPE],
  ['application/json;q=0, text/csv;q=0, */*;q=0.1', NDJSON],
  ['text/csv;q=0, application/x-ndjson;q=0', JSON_TYPE],
  ['application/json, text/plain, */*', JSON_TYPE],
  ['application/json, text/javascript, */*; q=0.01', JSON_TYPE],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', JSON_TYPE],
  ['text/html', JSON_TYPE],
  ['image/png', JSON_TYPE],
  ['random/1', JSON_TYPE],
  [';;q=x,,', JSON_TYPE],
])('Accept: %s gets %s', async (accept, type) => {
  expect(await get(accept)).toMatchObject({ status: 200, type, varies: true });
});
