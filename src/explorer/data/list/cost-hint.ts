import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import { splitSuffix } from '../../../lib/documents/query/filter/operator-names.ts';
import { filterParameters, sortFields } from './list-query.ts';

/** Rows up to which a list is not worth an index. */
const FEW_ROWS = 200;
/** Rows per document of the response that a list in the order of an index reads, at most. */
const ROWS_PER_DOCUMENT = 5;

/** The fields of a query that no index begins with, which make a list read more rows than it shows. */
export function unindexedFields(query: URLSearchParams, { indexes }: CollectionEntry): string[] {
  const indexed = new Set(['id', ...indexes.map(([first]) => first)]);
  const filtered = filterParameters(query).map(([name]) => splitSuffix(name).field);
  return [...new Set([...filtered, ...sortFields(query)])].filter((field) => !indexed.has(field));
}

/** The line that `src/collections.ts` would have to make a list cheaper, or `null` where it is cheap or has its indexes. */
export function missingIndex(
  query: URLSearchParams,
  entry: CollectionEntry,
  { rowsRead, shown }: { rowsRead: number; shown: number },
): string | null {
  if (rowsRead <= FEW_ROWS || rowsRead <= shown * ROWS_PER_DOCUMENT) return null;
  const missing = unindexedFields(query, entry);
  if (missing.length === 0) return null;
  const present = entry.indexes.map((fields) => (fields.length === 1 ? fields[0] : fields));
  const all = [...present, ...missing];
  return `indexes: ${JSON.stringify(all).replaceAll('"', "'").replaceAll(',', ', ')}`;
}
