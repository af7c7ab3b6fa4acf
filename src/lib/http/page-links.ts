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
  const next = page < last ? [linkTo(url, page + 1, limit, 'next')] : [];
  const prev = page > 1 ? [linkTo(url, Math.min(page - 1, last), limit, 'prev')] : [];
  const all = [linkTo(url, 1, limit, 'first'), ...prev, ...next, linkTo(url, last, limit, 'last')];
  return [all, next].map((links) => links.join(', ')).find(fitsHeader) || null;
}

/** The `Link` header of a slice that is cut: the rest of it. */
export function restLink(url: URL, rest: { start: number; end: number } | null): string | null {
  if (rest === null) return null;
  const link = linkWith(url, { _start: rest.start, _end: rest.end }, 'next');
  return fitsHeader(link) ? link : null;
}

/** Characters of a `Link` header. Node's clients refuse headers of 16 KiB (https://nodejs.org/api/cli.html#--max-http-header-sizesize). */
const MAX_LENGTH = 14_000;

function fitsHeader(link: string): boolean {
  return link.length <= MAX_LENGTH;
}

function linkTo(url: URL, page: number, limit: number, relation: string): string {
  return linkWith(url, { _page: page, _limit: limit }, relation);
}

function linkWith(url: URL, parameters: Record<string, number>, relation: string): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, String(value));
  return `<${target.href}>; rel="${relation}"`;
}
