import { globSync } from 'node:fs';
import { HttpResponse, http } from 'msw';
import { expect, it } from 'vitest';
import { type AnswerKind, POLICY, STALE_IF_ERROR } from '../../src/lib/cache/policy.ts';
import { png } from '../support/images.ts';
import { upstream } from '../support/upstream.ts';
import { call } from '../support/worker.ts';

interface Example {
  /** The method, when it is not GET, and the path. */
  request: string;
  kind: AnswerKind;
  tags?: string[];
}

/** For every file of `src/pages` the kinds of answer that it gives. */
const ROUTES: Record<string, Example[]> = {
  '404.astro': [
    { request: '/nope', kind: 'error' },
    { request: 'POST /hello', kind: 'error' },
  ],
  'api/[id].json.ts': [
    { request: '/api/0.json', kind: 'item', tags: ['users/0'] },
    { request: 'HEAD /api/0.json', kind: 'item', tags: ['users/0'] },
    { request: '/api/9.json', kind: 'missingDocument', tags: ['users/9'] },
    { request: 'OPTIONS /api/0.json', kind: 'write' },
  ],
  'api/[collection]/index.ts': [
    { request: '/api/users', kind: 'list', tags: ['users'] },
    { request: 'HEAD /api/users?_page=1&_limit=2', kind: 'list', tags: ['users'] },
    { request: '/api/users?_embed=pictures', kind: 'embeddedList', tags: ['users', 'pictures'] },
    { request: '/api/pictures?_expand=user', kind: 'embeddedList', tags: ['pictures', 'users'] },
    { request: '/api/pictures?nonsense=1', kind: 'error' },
    { request: '/api/unknown', kind: 'error' },
    { request: 'POST /api/users', kind: 'error' },
    { request: 'OPTIONS /api/users', kind: 'write' },
  ],
  'api/[collection]/[id]/index.ts': [
    { request: '/api/users/2', kind: 'item', tags: ['users/2'] },
    { request: '/api/users/2?_embed=pictures', kind: 'item', tags: ['users/2', 'pictures'] },
    { request: '/api/users/no%2Csuch', kind: 'missingDocument', tags: ['users/no%2csuch'] },
    { request: 'PATCH /api/users/2', kind: 'error' },
    { request: 'PROPFIND /api/users/2', kind: 'error' },
  ],
  'api/[collection]/[id]/[children].ts': [
    { request: '/api/users/0/pictures', kind: 'nestedList', tags: ['pictures'] },
    { request: '/api/users/0/nope', kind: 'error' },
  ],
  'built-with.json.ts': [{ request: '/built-with.json', kind: 'staticFile' }],
  'health.json.ts': [{ request: '/health.json', kind: 'health' }],
  'hello.ts': [{ request: '/hello', kind: 'hello' }],
  'image.jpg.ts': [{ request: '/image.jpg', kind: 'picture' }],
  'image/[...path].ts': [
    { request: '/image/width=2/https://docs.astro.build/a.png', kind: 'picture' },
    { request: '/image/width=0/https://docs.astro.build/a.png', kind: 'error' },
    { request: 'POST /image/width=2/pictures/orbit.jpg', kind: 'error' },
  ],
  'index.astro': [{ request: '/', kind: 'page' }],
  'schemas/[collection].json.ts': [{ request: '/schemas/users.json', kind: 'schema' }],
  'method.json.ts': [
    { request: '/method.json', kind: 'method' },
    { request: 'POST /method.json', kind: 'method' },
  ],
};

// Astro makes no route of a file whose name begins with an underscore.
const files = globSync('**/[!_]*.{ts,astro}', { cwd: 'src/pages' });

it.each(files)('%s answers as the policy says', async (file) => {
  upstream.use(http.get('https://docs.astro.build/*', () => new HttpResponse(png(2, 2))));
  const examples = ROUTES[file] ?? [];
  expect(examples, `${file} has no row in the table of this test`).not.toHaveLength(0);
  for (const { request, kind, tags = [] } of examples) {
    const [path = '', method = 'GET'] = request.split(' ').reverse();
    const { headers } = await call(path, { method });
    expect(headers.get('cache-control'), request).toBe(POLICY[kind].browser);
    expect(headers.get('cloudflare-cdn-cache-control'), request).toBe(edgeDirectives(kind));
    const sent = headers.get('cache-tag')?.split(',') ?? [];
    expect(
      sent.filter((tag) => !tag.startsWith('astro-')),
      request,
    ).toEqual(tags);
  }
});

it('files named by a hash are kept for ever', async () => {
  const page = await (await call('/')).text();
  const [path = ''] = /\/_astro\/[^"]+\.css/.exec(page) ?? [];
  expect((await call(path)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

function edgeDirectives(kind: AnswerKind): string | null {
  const { edge } = POLICY[kind];
  if (edge === 'asset') return null;
  if (edge === 'never') return 'no-store';
  return `public, max-age=${edge.maxAge}, stale-while-revalidate=${edge.swr}, stale-if-error=${STALE_IF_ERROR}`;
}
