/** A page of a list, counted from 1. */
export interface Page {
  page: number;
  limit: number;
  total: number;
  /** Whether there are more pages than the total tells, so that none is the last. */
  isAtLeast?: boolean;
}

/** The numbers of the pages around a page. An empty list has one page. */
export interface PageNumbers {
  first: number;
  prev: number | null;
  next: number | null;
  last: number;
}

/** A page beyond the end has the last page before it. */
export function pageNumbers({ page, limit, total }: Page): PageNumbers {
  const last = Math.max(Math.ceil(total / limit), 1);
  return {
    first: 1,
    prev: page > 1 ? Math.min(page - 1, last) : null,
    next: page < last ? page + 1 : null,
    last,
  };
}

/**
 * The `Link` header of a page (RFC 8288): absolute URLs of first, prev, next and last, with all other parameters.
 *
 * @param sizeName the parameter of the page's size: `_limit` or `_per_page`
 * @returns `null` when there is only one page, or the URLs are too long for a header
 */
export function pageLinks(url: URL, page: Page, sizeName: '_limit' | '_per_page' = '_limit'): string | null {
  const { first, prev, next, last } = pageNumbers(page);
  if (last === 1 && prev === null) return null;
  const write = linkWriter(url);
  const link = (relation: string, target: number | null) =>
    target === null ? [] : [write({ _page: target, [sizeName]: page.limit }, relation)];
  const onward = link('next', next);
  const all = [
    ...link('first', first),
    ...link('prev', prev),
    ...onward,
    ...link('last', page.isAtLeast === true ? null : last),
  ];
  return [all, onward].map((links) => links.join(', ')).find(fitsHeader) || null;
}

/** The `Link` header of a slice that is cut: the rest of it. */
export function restLink(url: URL, rest: { start: number; end: number } | null): string | null {
  if (rest === null) return null;
  const link = nextLink(url, { _start: rest.start, _end: rest.end });
  return fitsHeader(link) ? link : null;
}

/** A `Link` header with the URL and other values of some parameters, as `next`. */
export function nextLink(url: URL, parameters: Record<string, number>): string {
  return linkWriter(url)(parameters, 'next');
}

/** Characters of a `Link` header. Node's clients refuse headers of 16 KiB (https://nodejs.org/api/cli.html#--max-http-header-sizesize). */
const MAX_LENGTH = 14_000;

function fitsHeader(link: string): boolean {
  return link.length <= MAX_LENGTH;
}

/** Returns a function that writes links to the URL with other values of some parameters. */
function linkWriter(url: URL): (parameters: Record<string, number>, relation: string) => string {
  const path = url.origin + url.pathname;
  const query = new URLSearchParams(url.search);
  return (parameters, relation) => {
    for (const [name, value] of Object.entries(parameters)) query.set(name, String(value));
    return `<${path}?${query}>; rel="${relation}"`;
  };
}
