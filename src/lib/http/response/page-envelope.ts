import { Problem } from '../problem/problem.ts';
import { type Page, pageNumbers } from './page-links.ts';

/**
 * json-server 1's JSON object around a page. Clients multiply its page numbers by the size that they requested, so a
 * truncated page has none.
 *
 * @param documents the documents of the page as a JSON array
 * @param perPage the size that the client requested
 * @throws Problem 400 for a truncated page
 */
export function pageEnvelope(documents: string, page: Page, perPage: number): string {
  if (page.limit < perPage) {
    throw new Problem(
      'query-too-large',
      `The page has more bytes than a response may have; _per_page can be at most ${page.limit} here.`,
    );
  }
  const { first, prev, next, last } = pageNumbers(page);
  const head = JSON.stringify({ first, prev, next, last, pages: last, items: page.total });
  return `${head.slice(0, -1)},"data":${documents}}`;
}
