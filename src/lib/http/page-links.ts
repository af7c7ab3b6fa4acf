/** A page of a list, counted from 1. */
export interface Page {
  page: number;
  limit: number;
  total: number;
}

/**
 * The `Link` header of a page (RFC 8288): absolute URLs of first, prev, next and last, with all other parameters.
 *
 * @returns `null` when there is only one page
 */
export function pageLinks(url: URL, { page, limit, total }: Page): string | null {
  const last = Math.max(Math.ceil(total / limit), 1);
  if (last === 1 && page === 1) return null;
  const links = [linkTo(url, 1, limit, 'first')];
  if (page > 1) links.push(linkTo(url, Math.min(page - 1, last), limit, 'prev'));
  if (page < last) links.push(linkTo(url, page + 1, limit, 'next'));
  links.push(linkTo(url, last, limit, 'last'));
  return links.join(', ');
}

function linkTo(url: URL, page: number, limit: number, relation: string): string {
  const target = new URL(url);
  target.searchParams.set('_page', String(page));
  target.searchParams.set('_limit', String(limit));
  return `<${target.href}>; rel="${relation}"`;
}
