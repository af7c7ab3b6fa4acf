import type { FieldPath } from '../../schema/field-path.ts';

/**
 * The names of a collection's tables, columns, indexes and triggers. Names of collections contain no colon, and names of
 * fields no quotation mark, so no two of these names are equal and none ends early.
 */

/** The columns that the table of every collection has. */
export const BASE_COLUMN_NAMES: readonly string[] = ['seq', 'id', 'body', 'version', 'modified'];

/** A name as a SQL identifier. */
export function identifier(name: string): string {
  return `"${name}"`;
}

/**
 * A SQL literal. Wrangler refuses a file that contains "BEGIN TRANSACTION", in a literal too
 * (https://github.com/cloudflare/workers-sdk/blob/main/packages/wrangler/src/d1/trimmer.ts).
 */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''").replaceAll('BEGIN TRANSACTION', "BEGIN' || ' TRANSACTION")}'`;
}

/** The name of something that belongs to a collection, such as `users:search`. */
export function nameOf(collection: string, part: string): string {
  return `${collection}:${part}`;
}

/** The name of an index: `users:by:city,age`. */
export function indexName(collection: string, index: readonly FieldPath[]): string {
  return nameOf(collection, `by:${index.map((path) => path.join('.')).join(',')}`);
}

/** The name of the index that finds changes: `users:versions`. No index of fields has such a name. */
export function versionIndexName(collection: string): string {
  return nameOf(collection, 'versions');
}

/** The column of a field, such as `$.address.city`. The id has the column `id`, which every table has. */
export function columnOf(path: FieldPath): string {
  if (path.length === 1 && path[0] === 'id') return 'id';
  return `$.${path.join('.')}`;
}
