import { expect, it } from 'vitest';
import { useCachedWorker } from '../support/worker/cached-worker.ts';
import { call, write } from '../support/worker/worker.ts';

// These lists are written by hand, apart from the table in `src`, so that a wrong row of the table fails a test.
const EVERY = [
  'access-control-allow-origin',
  'access-control-expose-headers',
  'cache-control',
  'cloudflare-cdn-cache-control',
  'content-security-policy',
  'x-content-type-options',
  'x-request-id',
];
const DATABASE = ['server-timing'];
const PAGE = [
  'content-type',
  'cross-origin-resource-policy',
  'permissions-policy',
  'referrer-policy',
  'strict-transport-security',
  'x-frame-options',
];
const SHARED = ['cache-tag', 'vary', ...DATABASE];
const DOCUMENT = ['content-type', 'etag', 'last-modified'];

const KINDS: [kind: string, request: string, headers: string[]][] = [
  ['a document', '/api/users/2', [...DOCUMENT, ...SHARED]],
  ['a list', '/api/users', ['content-type', 'etag', 'link', 'x-total-count', ...SHARED]],
  [
    'a page of a list',
    '/api/users?_page=1&_limit=1',
    ['content-type', 'etag', 'link', 'x-total-count', ...SHARED],
  ],
  ['a document that does not exist', '/api/users/none', ['content-type', ...SHARED]],
  ['a refused query', '/api/users?_page=x', ['content-type']],
  ['plain JSON', '/hello', ['content-type']],
  ['a page', '/data/users', PAGE],
  ['a missing page', '/nope', PAGE],
  ['an empty response', 'OPTIONS /hello', ['allow', 'cross-origin-resource-policy']],
];

/** Headers that workerd adds. */
const TRANSPORT = ['connection', 'content-length', 'date', 'transfer-encoding', 'keep-alive'];

it.each(KINDS)('%s has these headers and no others: %s', async (_, request, expected) => {
  const [path = '', method = 'GET'] = request.split(' ').reverse();
  const response = await call(path, { method });
  await response.arrayBuffer();
  const names = [...response.headers.keys()].filter((name) => !TRANSPORT.includes(name));
  expect(names.sort()).toEqual([...EVERY, ...expected].sort());
});

it('a written document has the headers of a document, and is not shared', async () => {
  const response = await write('PATCH', '/api/users/2', {});
  const names = [...response.headers.keys()].filter((name) => !TRANSPORT.includes(name));
  expect(names.sort()).toEqual([...EVERY, ...DOCUMENT, ...DATABASE, 'x-d1-bookmark'].sort());
});

/** Bytes. */
const MAX_ITEM_HEADERS = 450;

const cached = useCachedWorker();

it.each(['MISS', 'HIT'])('the headers of a document, a %s, are at most 450 bytes', async (status) => {
  const response = await cached.read('/api/users/2', { headers: { origin: 'https://elsewhere.example' } });
  await response.arrayBuffer();
  expect(response.headers.get('cf-cache-status')).toBe(status);
  const sent = [...response.headers].filter(([name]) => !['connection', 'date', 'keep-alive'].includes(name));
  const bytes = sent.reduce((sum, [name, value]) => sum + `${name}: ${value}\r\n`.length, 0);
  expect(bytes).toBeLessThanOrEqual(MAX_ITEM_HEADERS);
});

it('a response is the same with and without Origin, because the edge stores one for both', async () => {
  const headersFor = async (headers: Record<string, string>) => {
    const { headers: found } = await call('/api/users/2', {
      headers: { ...headers, 'x-request-id': 'same' },
    });
    found.delete('x-request-id');
    found.delete('date');
    return Object.fromEntries(found);
  };
  expect(await headersFor({ origin: 'https://elsewhere.example' })).toEqual(await headersFor({}));
});
