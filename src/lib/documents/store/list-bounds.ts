/**
 * The bounds of a list of a large collection, in rows. Together with the two rows per document of the response, they
 * keep every list below 2 rows per document + 5,000.
 */

/** Rows that candidates may read while they are checked and sorted. */
const MAX_ROWS_OF_CANDIDATES = 4_000;

/**
 * Candidates that are checked and sorted. Each is read up to five times: from an index, the table and the result. Each
 * comparison reads one more row.
 *
 * @param comparisons of each candidate
 * @param others rows that are read besides
 */
export function maxCandidates(comparisons: number, others: number): number {
  return Math.floor((MAX_ROWS_OF_CANDIDATES - others) / (5 + comparisons));
}

/** Texts that the search index looks for together. It may walk through all documents for each, and reads few rows. */
export const MAX_SEARCHED_TEXTS = 4;

/** Matches of `q` that are listed, to check candidates that another index has found. */
export const MAX_LISTED_MATCHES = 200;

/** Documents that are skipped before a page. */
export const MAX_SKIPPED = 3_000;

/** Documents that `_embed` adds to one response. */
export const MAX_EMBEDDED_OF_LARGE = 400;

/** Owners in a page with relations, shared by the relations: each reads its owners. */
export const MAX_OWNERS_OF_LARGE = 400;
