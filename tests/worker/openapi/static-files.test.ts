import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sourcesOf } from '../../support/worker/built-modules.ts';
import { call } from '../../support/worker/worker.ts';

it.each([
  ['/llms.txt', 'text/plain; charset=utf-8'],
  ['/reference', 'text/html; charset=utf-8'],
])('%s is served as %s', async (path, type) => {
  const response = await call(path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
  expect((await response.text()).length).toBeGreaterThan(1_000);
});

it('the reference has an anchor for each link, and neither inline script nor inline style', () => {
  const html = readFileSync('dist/client/reference.html', 'utf8');
  const ids = new Set(Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id));
  const links = Array.from(html.matchAll(/ href="#([^"]+)"/g), ([, id]) => id);
  expect(links.filter((id) => !ids.has(id))).toEqual([]);
  expect(links.length).toBeGreaterThan(50);
  const inline = /<script(?![^>]* src=)|<style| style=| on\w+="/;
  expect(inline.exec(html)?.[0]).toBeUndefined();
});

it('a list links to the schema of its documents', async () => {
  const links = (await call('/api/users/0/pictures?_limit=1')).headers.get('link') ?? '';
  const [, schema = ''] = /<([^>]+)>; rel="describedby"$/.exec(links) ?? [];
  expect(await (await call(schema)).json()).toMatchObject({ required: ['title', 'source', 'alt'] });
});

it('GET /api links to the contract', async () => {
  const links = (await call('/api')).headers.get('link') ?? '';
  const urls = Array.from(links.matchAll(/<([^>]+)>; rel="service-(?:desc|doc)"/g), ([, url = '']) => url);
  expect(urls).toEqual(['/openapi.json', '/reference']);
  for (const url of urls) expect((await call(url)).status).toBe(200);
});

it('the Worker contains no code of lib/openapi', () => {
  const chunks = globSync('**/*.mjs', { cwd: 'dist/server' });
  expect(sourcesOf(chunks).filter((file) => file.startsWith('src/lib/openapi/'))).toEqual([]);
});
