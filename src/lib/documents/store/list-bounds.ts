/**
 * The bounds of a list of a large collection, in rows. Together with the two rows per document of the response, they
 * keep every list below 2 rows per document + 5,000.
 */

/** Maximum rows that are read to check and sort candidates. */
export const MAX_ROWS_OF_CANDIDATES = 4_000;

/** Rows of the result that are read for each candidate: to count it, to sort it and to find the page. */
const ROWS_OF_RESULT = 3;

/**
 * The rows that are read for a candidate whose items are counted before it is checked: it is found twice.
 *
 * @param found rows that finding it reads
 * @param comparisons rows that its comparisons read
 */
export function rowsOfMeasured(found: number, comparisons: number): number {
  return 2 * found + ROWS_OF_RESULT + comparisons;
}

/**
 * The maximum number of candidates that are checked and sorted. Finding one reads at most two rows.
 *
 * @param comparisons rows that the comparisons of a candidate read
 * @param others rows that are read besides
 */
export function maxCandidates(comparisons: number, others: number): number {
  return Math.floor((MAX_ROWS_OF_CANDIDATES - others) / (2 + ROWS_OF_RESULT + comparisons));
}

/** Maximum texts that the search index looks for together. It may walk through all documents for each, and reads few rows. */
export const MAX_SEARCHED_TEXTS = 4;

/** Maximum matches of `q` that are listed, to check candidates that another index has found. */
export const MAX_LISTED_MATCHES = 200;

/** Maximum documents that are skipped before a page. */
export const MAX_SKIPPED = 3_000;

/** Maximum documents that `_embed` adds to one response. */
export const MAX_EMBEDDED_OF_LARGE = 400;

/** Maximum documents of a page, times its relations: each relation reads the documents of the page again. */
export const MAX_OWNERS_OF_LARGE = 400;
