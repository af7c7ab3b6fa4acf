import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../../scripts/lib/run.ts';
import { useCachedWorkerWithOverlays } from '../../support/worker/project-copy.ts';

/** Milliseconds that `astro check` may take on a busy machine. */
const CHECK_MS = 180_000;

/** The collection that the README of the form asks the reader to add. */
const [, GUESTS = ''] =
  /```ts\n([\s\S]*?)```/.exec(readFileSync('examples/html-form/README.md', 'utf8')) ?? [];

const worker = useCachedWorkerWithOverlays(['examples/blog', 'examples/html-form'], (source) =>
  source.replace(/\}\);\s*$/, `${GUESTS}});\n`),
);

async function page(path: string): Promise<{ response: Response; html: string; cache: string | null }> {
  const response = await worker.read(path, { headers: { accept: 'text/html' } });
  return { response, html: await response.text(), cache: response.headers.get('cf-cache-status') };
}

/** Sends a form as a browser does. */
function send(path: string, fields: Record<string, string>): Promise<Response> {
  return worker.read(path, { method: 'POST', body: new URLSearchParams(fields) });
}

it(
  'the pages of the examples have no type errors',
  async () => {
    const file = join(worker.project, 'tsconfig.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    // The copy has no `bench`, which scripts import types of.
    writeFileSync(
      file,
      JSON.stringify({ ...config, include: ['.astro/types.d.ts', 'worker-configuration.d.ts', 'src'] }),
    );
    const [node, ...args] = commandLine('astro', ['check', '--minimumSeverity', 'warning']);
    const { stdout } = await promisify(execFile)(node, args, { cwd: worker.project });
    expect(stdout).toMatch(/- 0 errors/);
  },
  CHECK_MS,
);

it('docs/pages.md shows the endpoint of the form as it is', () => {
  const [, shown = ''] = /^```ts\n([\s\S]*?)^```/m.exec(readFileSync('docs/pages.md', 'utf8')) ?? [];
  expect(readFileSync('examples/blog/src/pages/blog/comments.ts', 'utf8')).toContain(shown);
  expect(shown).toContain('POST');
});

describe.each([
  ['/blog', ['Two points make an orbit', 'Sarah', 'Older posts']],
  ['/blog?page=2', ['A slow day at apogee', 'What is a perigee?', 'Newer posts']],
  ['/blog/1', ['Every orbit that is not a circle', 'Sarah', 'So it is the best place for a server, too.']],
  ['/blog/authors/1', ['Chris', 'Sixteen sunrises', 'Why ground tracks look like waves']],
])('the page %s of examples/blog', (path, texts) => {
  it('shows documents of D1 in one round trip', async () => {
    const { response, html } = await page(`${path}${path.includes('?') ? '&' : '?'}first`);
    expect(response.status).toBe(200);
    for (const text of texts) expect(html).toContain(text);
    expect(response.headers.get('server-timing')).toMatch(/round_trips=1"$/);
    expect(html).toMatch(/srcset="\/image\/[^"]+pictures\//);
  });

  it('is stored at the edge, revalidated by browsers, and keeps the policy of pages', async () => {
    expect((await page(path)).cache).toBe('MISS');
    const { response, cache } = await page(path);
    expect(cache).toBe('HIT');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self'");
  });
});

it.each(['/blog/99', '/blog/authors/99', '/blog?page=0', '/blog?page=x', '/blog?page=9'])(
  'GET %s is the 404 page, which is not stored',
  async (path) => {
    for (const { response, html, cache } of [await page(path), await page(path)]) {
      expect(response.status).toBe(404);
      expect(html).toContain(`There is no <code>GET ${path.replace(/\?.*/, '')}</code>`);
      expect(cache).not.toBe('HIT');
    }
  },
);

describe('a write of the API', () => {
  it('purges the pages that show the document, and no other', async () => {
    for (const path of ['/blog', '/blog/5', '/blog/2']) await page(path);
    expect(await worker.write('PATCH', '/api/posts/5', { title: 'Three points' })).toBe(200);
    for (const path of ['/blog', '/blog/5']) {
      const { html, cache } = await page(path);
      expect(cache).toBe('MISS');
      expect(html).toContain('Three points');
    }
    expect((await page('/blog/2')).cache).toBe('HIT');
  });

  it('purges the pages that show the document by a relation', async () => {
    for (const path of ['/blog', '/blog/1', '/blog/authors/0']) await page(path);
    expect(await worker.write('PATCH', '/api/users/0', { name: 'Sarah Kepler' })).toBe(200);
    for (const path of ['/blog', '/blog/1', '/blog/authors/0']) {
      const { html, cache } = await page(path);
      expect(cache).toBe('MISS');
      expect(html).toContain('Sarah Kepler');
    }
  });
});

it('the form of a post stores a comment, redirects to the post, and shows the comment there', async () => {
  await page('/blog/3');
  const response = await send('/blog/comments', {
    postId: '3',
    name: 'Ada',
    text: 'I get up for <all> of them.',
  });
  expect([response.status, response.headers.get('location')]).toEqual([303, '/blog/3']);
  const { html, cache } = await page('/blog/3');
  expect(cache).toBe('MISS');
  expect(html).toContain('I get up for &lt;all&gt; of them.');
});

it('the form of a post without a name is 422, and stores nothing', async () => {
  const response = await send('/blog/comments', { postId: '4', name: '', text: 'x' });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ code: 'invalid-document' });
  expect(await (await worker.read('/api/comments?postId=4')).json()).toEqual([]);
});

it('the static form of examples/html-form posts to the API, which responds with the document', async () => {
  const { html } = await page('/guest-book');
  expect(html).toContain('<form method="post" action="/api/guests">');
  const response = await send('/api/guests', { name: 'Ada', message: 'Hello.' });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ id: 1, name: 'Ada', message: 'Hello.' });
});

it('a page stored at the edge does not repeat an X-Request-Id that a client chose', async () => {
  await worker.read('/blog/4?chosen', { headers: { 'x-request-id': 'chosen-by-me' } });
  const { response, cache } = await page('/blog/4?chosen');
  expect(cache).toBe('HIT');
  expect(response.headers.get('x-request-id')).not.toBe('chosen-by-me');
});
