import { globSync } from 'node:fs';
import { HttpResponse, http } from 'msw';
import { expect, it } from 'vitest';
import { png } from '../../support/images/images.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';
import { call } from '../../support/worker/worker.ts';

// This table is written by hand, apart from the policy in `src`, so that a wrong row of the policy fails a test.
interface CacheHeaders {
  /** `Cache-Control`, for browsers. */
  browser: string;
  /** `Cloudflare-CDN-Cache-Control`, for the edge; static files have none. */
  edge: string | null;
}

const REVALIDATED: CacheHeaders = {
  browser: 'no-cache',
  edge: 'public, max-age=60, stale-while-revalidate=600, stale-if-error=86400',
};
const MISSING: CacheHeaders = {
  browser: 'no-cache',
  edge: 'public, max-age=5, stale-while-revalidate=0, stale-if-error=86400',
};
const PAGE: CacheHeaders = { browser: 'no-cache', edge: 'no-store' };
const NOT_STORED: CacheHeaders = { browser: 'no-store', edge: 'no-store' };
const IMAGE: CacheHeaders = {
  browser: 'public, max-age=300, stale-while-revalidate=86400',
  edge: 'no-store',
};
const STATIC: CacheHeaders = {
  browser: 'public, max-age=300, stale-while-revalidate=86400',
  edge: null,
};

interface Example {
  /** The method, unless it is GET, and the path. */
  request: string;
  expected: CacheHeaders;
  tags?: string[];
}

/** Requests to every file of `src/pages`, with the headers that its responses must have. */
const ROUTES: Record<string, Example[]> = {
  '404.astro': [
    { request: '/nope', expected: NOT_STORED },
    { request: 'POST /hello', expected: NOT_STORED },
  ],
  'api/index.ts': [
    { request: '/api', expected: NOT_STORED },
    { request: 'POST /api', expected: NOT_STORED },
  ],
  'api/[id].json.ts': [
    { request: '/api/0.json', expected: REVALIDATED, tags: ['users/0', 'users/*'] },
    { request: 'HEAD /api/0.json', expected: REVALIDATED, tags: ['users/0', 'users/*'] },
    { request: '/api/9.json', expected: MISSING, tags: ['users/9', 'users/*'] },
    { request: 'OPTIONS /api/0.json', expected: NOT_STORED },
  ],
  'api/[collection]/index.ts': [
    { request: '/api/users', expected: REVALIDATED, tags: ['users'] },
    { request: 'HEAD /api/users?_page=1&_limit=2', expected: REVALIDATED, tags: ['users'] },
    { request: '/api/users?_embed=pictures', expected: REVALIDATED, tags: ['users', 'pictures'] },
    { request: '/api/pictures?_expand=user', expected: REVALIDATED, tags: ['pictures', 'users'] },
    { request: '/api/users?_format=csv', expected: REVALIDATED, tags: ['users'] },
    {
      request: '/api/pictures?_format=ndjson&_expand=user',
      expected: REVALIDATED,
      tags: ['pictures', 'users'],
    },
    { request: '/api/users?_format=xml', expected: NOT_STORED },
    { request: '/api/pictures?nonsense=1', expected: NOT_STORED },
    { request: '/api/unknown', expected: NOT_STORED },
    { request: 'POST /api/users', expected: NOT_STORED },
    { request: 'OPTIONS /api/users', expected: NOT_STORED },
  ],
  'api/[collection]/changes.ts': [
    { request: '/api/users/changes', expected: REVALIDATED, tags: ['users'] },
    { request: '/api/users/changes?_since=x', expected: NOT_STORED },
    { request: 'PUT /api/users/changes', expected: NOT_STORED },
  ],
  'api/[collection]/[id]/index.ts': [
    { request: '/api/users/2', expected: REVALIDATED, tags: ['users/2', 'users/*'] },
    {
      request: '/api/users/2?_embed=pictures',
      expected: REVALIDATED,
      tags: ['users/2', 'users/*', 'pictures'],
    },
    { request: '/api/users/no%2Csuch', expected: MISSING, tags: ['users/no%2csuch', 'users/*'] },
    { request: 'PATCH /api/users/2', expected: NOT_STORED },
    { request: 'PROPFIND /api/users/2', expected: NOT_STORED },
  ],
  'api/[collection]/[id]/[children].ts': [
    { request: '/api/users/0/pictures', expected: REVALIDATED, tags: ['pictures'] },
    { request: '/api/users/0/nope', expected: NOT_STORED },
  ],
  'built-with.json.ts': [{ request: '/built-with.json', expected: STATIC }],
  'health.json.ts': [{ request: '/health.json', expected: NOT_STORED }],
  'hello.ts': [{ request: '/hello', expected: NOT_STORED }],
  'image.jpg.ts': [{ request: '/image.jpg', expected: IMAGE }],
  'image/[...path].ts': [
    { request: '/image/width=2/https://docs.astro.build/a.png', expected: IMAGE },
    { request: '/image/width=0/https://docs.astro.build/a.png', expected: NOT_STORED },
    { request: 'POST /image/width=2/pictures/orbit.jpg', expected: NOT_STORED },
  ],
  'console.astro': [{ request: '/console', expected: STATIC }],
  'data.astro': [{ request: '/data', expected: STATIC }],
  'data/[...path].astro': [
    { request: '/data/users', expected: PAGE },
    { request: '/data/users/2', expected: PAGE },
    { request: 'POST /data/users', expected: NOT_STORED },
  ],
  'health.astro': [{ request: '/health', expected: STATIC }],
  'how-it-works.astro': [{ request: '/how-it-works', expected: STATIC }],
  'index.astro': [{ request: '/', expected: STATIC }],
  'llms.txt.ts': [{ request: '/llms.txt', expected: STATIC }],
  'openapi.json.ts': [
    { request: '/openapi.json', expected: REVALIDATED },
    { request: 'HEAD /openapi.json', expected: REVALIDATED },
    { request: 'POST /openapi.json', expected: NOT_STORED },
  ],
  'contract/[folder]/[file].json.ts': [
    { request: '/contract/guess/public.json', expected: NOT_STORED },
    { request: '/contract/guess/whole.json', expected: NOT_STORED },
  ],
  'reference.astro': [{ request: '/reference', expected: STATIC }],
  'pictures.astro': [{ request: '/pictures', expected: STATIC }],
  'problems/index.astro': [{ request: '/problems', expected: STATIC }],
  'problems/[code].astro': [
    { request: '/problems/not-found', expected: STATIC },
    { request: '/problems/nope', expected: NOT_STORED },
  ],
  'schemas/[collection].json.ts': [{ request: '/schemas/users.json', expected: STATIC }],
  'schemas/[private].json.ts': [{ request: '/schemas/none.json', expected: NOT_STORED }],
  'method.json.ts': [
    { request: '/method.json', expected: NOT_STORED },
    { request: 'POST /method.json', expected: NOT_STORED },
  ],
};

// Astro ignores files whose name begins with an underscore.
const files = globSync('**/[!_]*.{ts,astro}', { cwd: 'src/pages' });

it.each(files)('the responses of src/pages/%s have the expected cache headers and tags', async (file) => {
  upstream.use(http.get(`${HOST}/*`, () => new HttpResponse(png(2, 2))));
  const examples = ROUTES[file] ?? [];
  expect(examples, `${file} has no row in the table of this test`).not.toHaveLength(0);
  for (const { request, expected, tags = [] } of examples) {
    const [path = '', method = 'GET'] = request.split(' ').reverse();
    const { headers } = await call(path, { method });
    const sent = { browser: headers.get('cache-control'), edge: headers.get('cloudflare-cdn-cache-control') };
    expect({ request, ...sent }).toEqual({ request, ...expected });
    const sentTags = headers.get('cache-tag')?.split(',') ?? [];
    expect(
      sentTags.filter((tag) => !tag.startsWith('astro-')),
      request,
    ).toEqual(tags);
  }
});

it('the responses of files with a hash in their name are immutable for a year', async () => {
  const page = await (await call('/')).text();
  const [path = ''] = /\/_astro\/[^"]+\.css/.exec(page) ?? [];
  expect((await call(path)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});
