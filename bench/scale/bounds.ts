import type { Cost } from './cost.ts';

/** The size up to which a collection is small: it allows every list, and every total is exact. */
export const SMALL = 10_000;

/** The maximum cost of a request, at any number of documents. */
interface Bound {
  /** The bound of `listBound` if absent. */
  rowsRead?: number;
  rowsWritten: number;
  roundTrips: number;
}

/** The bounds that the benchmark and the snapshot of rows check. */
export const BOUNDS = {
  item: { rowsRead: 2, rowsWritten: 0, roundTrips: 1 },
  /** It reads the states of the document and of the collections that it shows. */
  notModified: { rowsRead: 5, rowsWritten: 0, roundTrips: 1 },
  list: { rowsWritten: 0, roundTrips: 1 },
  /** It reads one row for each of at most 1,000 changes of small documents. */
  changes: { rowsRead: 1_010, rowsWritten: 0, roundTrips: 1 },
  create: { rowsRead: 40, rowsWritten: 8, roundTrips: 1 },
  /** It reads the parent first. */
  nestedCreate: { rowsRead: 40, rowsWritten: 8, roundTrips: 2 },
  /** It also stores its result under the key. */
  createOnce: { rowsRead: 40, rowsWritten: 10, roundTrips: 2 },
  createAt: { rowsRead: 40, rowsWritten: 8, roundTrips: 1 },
  update: { rowsRead: 40, rowsWritten: 4, roundTrips: 1 },
  /** It may change every indexed field, and reads the document first. */
  replace: { rowsRead: 40, rowsWritten: 10, roundTrips: 2 },
  delete: { rowsRead: 40, rowsWritten: 3, roundTrips: 1 },
} as const satisfies Record<string, Bound>;

export type Kind = keyof typeof BOUNDS;

/** Rows that a list of a small collection may read: per document of the collection, and in addition. */
const SMALL_ROWS_PER_DOCUMENT = 5;
const SMALL_ROWS = 100;
/** Rows that a list of a large collection may read: per document of the response, and in addition. */
const LARGE_ROWS_PER_DOCUMENT = 2;
const LARGE_ROWS = 5_000;

/**
 * Returns the number of rows that a list may read.
 *
 * @param sizes the number of documents of each collection that it reads
 * @param shown the documents of the response, embedded ones included
 */
export function listBound(sizes: readonly number[], shown: number): number {
  return isSmall(sizes)
    ? SMALL_ROWS_PER_DOCUMENT * sizes.reduce((sum, size) => sum + size, 0) + SMALL_ROWS
    : LARGE_ROWS_PER_DOCUMENT * shown + LARGE_ROWS;
}

function isSmall(sizes: readonly number[]): boolean {
  return sizes.every((size) => size <= SMALL);
}

/** A request whose bound is checked. */
export interface Bounded {
  kind: Kind;
  status: number;
}

/** Codes of lists that are refused because their rows have no bound. */
const REFUSALS: readonly (string | null)[] = ['needs-index', 'query-too-large', 'stream-too-large'];

/** Returns what a cost exceeds, or `null`. A list of a large collection may be refused, within the same bound. */
export function brokenBound({ kind, status }: Bounded, sizes: readonly number[], cost: Cost): string | null {
  const isRefused = kind === 'list' && !isSmall(sizes) && REFUSALS.includes(cost.code);
  if (cost.status !== status && !isRefused) {
    return `status ${cost.status} ${cost.code ?? ''} instead of ${status}`;
  }
  const bound: Bound = BOUNDS[kind];
  const limits = { ...bound, rowsRead: bound.rowsRead ?? listBound(sizes, cost.documents) };
  const exceeded = (['rowsRead', 'rowsWritten', 'roundTrips'] as const).filter(
    (name) => cost[name] > limits[name],
  );
  if (exceeded.length === 0) return null;
  return exceeded.map((name) => `${name} ${cost[name]} > ${limits[name]}`).join(', ');
}
