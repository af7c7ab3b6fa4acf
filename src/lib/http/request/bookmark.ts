import { Problem } from '../problem/problem.ts';

/** The header of D1's own examples: https://developers.cloudflare.com/d1/best-practices/read-replication/ */
export const BOOKMARK_HEADER = 'x-d1-bookmark';

/** Four groups of hexadecimal digits, as D1 writes them. The local simulator takes any text. */
const BOOKMARK = /^[0-9a-f]{8}(-[0-9a-f]{8}){2}-[0-9a-f]{32}$/i;

/**
 * Reads the bookmark of an earlier response. The database then shows at least the state of that response.
 *
 * @returns `null` when the header is absent or empty
 * @throws Problem 400 for text that is not a bookmark: ignoring it would silently show an older state
 */
export function bookmarkOf(headers: Headers): string | null {
  const bookmark = headers.get(BOOKMARK_HEADER);
  if (bookmark === null || bookmark === '') return null;
  if (!BOOKMARK.test(bookmark)) {
    throw new Problem('bad-header', 'The X-D1-Bookmark must be the value of an earlier response.');
  }
  return bookmark;
}
