/** A page of a list, counted from 1. */
export interface Page {
  page: number;
  limit: number;
  total: number;
}

/**
 * The `Link` header of a page (RFC 8288): absolute URLs of first, prev, next and last, with all other parameters.
 *
 * @returns `null` when there is only one page, or the URLs are too long for a header
 */
export function pageLinks(url: URL, { page, limit, total }: Page): string | null {
  const last = Math.max(Math.ceil(total / limit), 1);
  if (last === 1 && page === 1) return null;
  const link = linkWriter(url);
  const linkTo = (target: number, relation: string) => link({ _page: target, _limit: limit }, relation);
  const next = page < last ? [linkTo(page + 1, 'next')] : [];
  const prev = page > 1 ? [linkTo(Math.min(page - 1, last), 'prev')] : [];
  const all = [linkTo(1, 'first'), ...prev, ...next, linkTo(last, 'last')];
  return [all, next].map((links) => links.join(', ')).find(fitsHeader) || null;
}

/** The `Link` header of a slice that is cut: the rest of it. */
export function restLink(url: URL, rest: { start: number; end: number } | null): string | null {
  if (rest === null) return null;
  const link = linkWriter(url)({ _start: rest.start, _end: rest.end }, 'next');
  return fitsHeader(link) ? link : null;
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
