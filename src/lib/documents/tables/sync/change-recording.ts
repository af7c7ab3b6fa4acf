import { identifier, literal } from '../definition/identifiers.ts';
import { NOW } from '../definition/triggers.ts';

/**
 * Statements that start recording the changes of a table. Each document gets a version of its own, in the order of the
 * present versions. Each is later than every version that a client may have, because earlier changes are not recorded.
 * An empty table that was never written to keeps its version, so that it can be seeded.
 */
export function beginStatements(collection: string): string[] {
  const table = identifier(collection);
  const isOwn = `name = ${literal(collection)}`;
  const last = `(SELECT version FROM _collections WHERE ${isOwn})`;
  return [
    `DELETE FROM _deletions WHERE collection = ${literal(collection)}`,
    `UPDATE _collections SET version = version + 1 + (SELECT count(*) FROM ${table}), modified = ${NOW}
      WHERE ${isOwn} AND version > 0`,
    `UPDATE ${table} SET version = ${last} - later.documents
      FROM (SELECT seq, row_number() OVER (ORDER BY version DESC, seq DESC) - 1 AS documents FROM ${table}) AS later
      WHERE ${table}.seq = later.seq`,
    `UPDATE _collections SET changes_from = version - (SELECT count(*) FROM ${table}) WHERE ${isOwn}`,
  ];
}

/** Statements that forget the recorded deletions of a table. */
export function stopStatements(collection: string): string[] {
  return [
    `DELETE FROM _deletions WHERE collection = ${literal(collection)}`,
    `UPDATE _collections SET changes_from = NULL WHERE name = ${literal(collection)}`,
  ];
}
