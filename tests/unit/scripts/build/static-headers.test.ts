import { expect, it } from 'vitest';
import { pagePaths, withRules } from '../../../../scripts/lib/build/static-headers.ts';

it.each([
  ['index.html', '/'],
  ['reference.html', '/reference'],
  ['problems.html', '/problems'],
  ['blog/my post.html', '/blog/*'],
  ['blog/2026/post.html', '/blog/*'],
])('the page %s has the path %s', (file, path) => {
  expect(pagePaths([file])).toEqual([path]);
});

it('a folder of pages is one path, and a folder with other files is not', () => {
  const files = ['a/one.html', 'a/two.html', 'b/one.html', 'b/two.html', 'b/c/three.html', 'b/data.json'];
  expect(pagePaths(files)).toEqual(['/a/*', '/b/c/*', '/b/one', '/b/two']);
});

it('files other than pages have no rule', () => {
  expect(pagePaths(['_headers', 'openapi.json', '_astro/site.css'])).toEqual([]);
});

it('more rules than Cloudflare reads end the build', () => {
  const files = Array.from({ length: 97 }, (_, i) => `page-${i}.html`);
  expect(withRules('/a\n  X-A: b\n', files).match(/^\//gm)).toHaveLength(100);
  expect(() => withRules('/a\n  X-A: b\n\n/b\n  X-A: b\n', files)).toThrow(/101 rules/);
});

it('the rule of the adapter for hashed files is replaced, so that they have one Cache-Control', () => {
  const text = '/_astro/*\n  Cache-Control: public, max-age=31536000, immutable\n\n/a\n  X-A: b\n';
  const rules = withRules(text, []);
  expect(rules.match(/^\/_astro\/\*$/gm)).toHaveLength(1);
  expect(rules).toContain('/_astro/*\n  ! cache-control\n');
  expect(rules).toContain('/a\n  X-A: b\n');
});
