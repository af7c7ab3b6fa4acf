import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressOf } from '../../../../src/lib/http/request/url-parameters.ts';
import { nextLink, pageLinks } from '../../../../src/lib/http/response/page-links.ts';

/** The page that each relation leads to. */
function pagesOf(page: number, limit: number, total: number): Record<string, number> | null {
  const links = pageLinks(addressOf(new URL('https://perigee.example/api/users')), { page, limit, total });
  const found = links?.matchAll(/[?&]_page=(\d+)&_limit=\d+>; rel="(\w+)"/g);
  return found
    ? Object.fromEntries(Array.from(found, ([, target, relation]) => [relation, Number(target)]))
    : null;
}

it.each([
  { page: 1, total: 0, links: null },
  { page: 1, total: 10, links: null },
  { page: 1, total: 11, links: { first: 1, next: 2, last: 2 } },
  { page: 2, total: 30, links: { first: 1, prev: 1, next: 3, last: 3 } },
  { page: 3, total: 30, links: { first: 1, prev: 2, last: 3 } },
  // A page beyond the end links back to the last page.
  { page: 9, total: 30, links: { first: 1, prev: 3, last: 3 } },
  { page: 2, total: 0, links: { first: 1, prev: 1, last: 1 } },
])('page $page of $total documents, 10 per page, has the links $links', ({ page, total, links }) => {
  expect(pagesOf(page, 10, total)).toEqual(links);
});

it('page links contain the other query parameters, percent-encoded', () => {
  const url = 'https://perigee.example/api/users?name=a%26b&name=%C3%A9&_page=1&q=%3E';
  const [first] = pageLinks(addressOf(new URL(url)), { page: 1, limit: 2, total: 3 })?.split(', ') ?? [];
  const target = new URL(/^<([^>]*)>; rel="first"$/.exec(first ?? '')?.[1] ?? '');
  expect([...target.searchParams]).toEqual([
    ['name', 'a&b'],
    ['name', 'é'],
    ['_page', '1'],
    ['q', '>'],
    ['_limit', '2'],
  ]);
});

it('pageLinks() of a long URL has only next, and null when that is too long for a header', () => {
  const links = (length: number) =>
    pageLinks(addressOf(new URL(`https://perigee.example/api/users?q=${'x'.repeat(length)}`)), {
      page: 2,
      limit: 10,
      total: 50,
    });
  expect(links(1_000)?.match(/rel="\w+"/g)).toHaveLength(4);
  expect(links(5_000)?.match(/rel="\w+"/g)).toEqual(['rel="next"']);
  expect(links(14_000)).toBeNull();
});

it('a link has the parameters that URLSearchParams.set() would give the URL', () => {
  const name = fc.oneof(fc.constantFrom('_since', '_limit', '_page', ''), fc.string({ unit: 'binary' }));
  const query = fc.array(fc.tuple(name, fc.string({ unit: 'binary' })));
  fc.assert(
    fc.property(query, fc.constantFrom('', '&', '&&_limit=%5F&'), (pairs, end) => {
      const url = new URL(`https://perigee.example/api/users?${new URLSearchParams(pairs)}${end}`);
      const expected = new URL(url);
      expected.searchParams.set('_since', '3');
      expected.searchParams.set('_limit', '10');
      expect(nextLink(addressOf(url), { _since: 3, _limit: 10 })).toBe(`<${expected}>; rel="next"`);
    }),
  );
});
