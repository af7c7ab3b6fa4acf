import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useWorkerWithSite } from '../../support/worker/project-copy.ts';
import { call } from '../../support/worker/worker.ts';

const ORIGIN = 'https://perigee.example';

const PAGES = globSync('**/*.html', { cwd: 'dist/client' });

/** The content of a `<title>` or `<meta>` of a page. */
function contentOf(html: string, name: string): string | undefined {
  const pattern =
    name === 'title' ? /<title>([^<]*)</ : new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)"`);
  return pattern.exec(html)?.[1];
}

const readPage = (file: string) => readFileSync(join('dist/client', file), 'utf8');

describe('each page that is made at build', () => {
  it.each(['title', 'description'])('has a %s of its own', (name) => {
    const values = PAGES.map((file) => contentOf(readPage(file), name));
    expect(values.filter((value) => value === undefined || value === '')).toEqual([]);
    expect(new Set(values).size).toBe(PAGES.length);
  });

  it('names no URL of the site, which the build does not know', () => {
    for (const file of PAGES) expect(readPage(file), file).not.toMatch(/og:url|og:image|rel="canonical"/);
  });
});

it('the 404 page and the health page ask search engines not to list them', async () => {
  for (const path of ['/nope', '/health']) {
    const html = await (await call(path, { headers: { accept: 'text/html' } })).text();
    expect(contentOf(html, 'robots'), path).toBe('noindex');
  }
  expect(contentOf(await (await call('/')).text(), 'robots')).toBeUndefined();
});

describe('with a url in src/site.ts', () => {
  const worker = useWorkerWithSite(
    (source) => source.replace('defineSite({', `defineSite({\n  url: '${ORIGIN}',`),
    {},
  );

  it.each(['/', '/reference', '/problems/not-found', '/problems'])(
    'the page %s names its canonical URL, and a picture that exists',
    async (path) => {
      const html = await (await call(path, {}, worker)).text();
      expect(contentOf(html, 'og:url')).toBe(`${ORIGIN}${path}`);
      expect(html).toContain(`<link rel="canonical" href="${ORIGIN}${path}">`);
      const picture = new URL(contentOf(html, 'og:image') ?? '');
      expect(picture.origin).toBe(ORIGIN);
      const response = await call(picture.pathname, {}, worker);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    },
  );
});
