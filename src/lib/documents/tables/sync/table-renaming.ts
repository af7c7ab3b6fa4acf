import { identifier, literal, nameOf } from '../definition/identifiers.ts';
import type { TableDefinition } from '../definition/table-definition.ts';
import { findPart, ownParts, type PresentSchema } from '../present-schema.ts';

/** The rename of a collection, which keeps its documents. */
export interface Renaming {
  from: string;
  what: string;
}

/** The rename that is still to be executed, or `null`. A new table that already has documents is never replaced. */
export function renamingOf(
  { collection, renamedFrom: from }: TableDefinition,
  { collections }: PresentSchema,
): Renaming | null {
  const old = collections.find(({ name }) => name === from);
  const present = collections.find(({ name }) => name === collection);
  if (from === null || old === undefined || (present?.documents ?? 0) > 0) return null;
  return { from, what: `${collection}: rename ${from}, with ${old.documents} documents` };
}

/** The statements of a rename, without those that an earlier run has executed. */
export function renameStatements(
  { collection }: TableDefinition,
  { from }: Renaming,
  present: PresentSchema,
): string[] {
  const [oldSearch, search] = [nameOf(from, 'search'), nameOf(collection, 'search')];
  const hasTable = (name: string) => findPart(present, 'table', name) !== undefined;
  const own = [...ownParts(present, from, 'trigger'), ...ownParts(present, from, 'index')];
  // A sync without `renamedFrom` has created the new table. It has no documents.
  const empty = hasTable(from)
    ? [
        `DROP TABLE IF EXISTS ${identifier(search)}`,
        `DROP TABLE IF EXISTS ${identifier(collection)}`,
        `DELETE FROM _deletions WHERE collection = ${literal(collection)}`,
        `DELETE FROM _collections WHERE name = ${literal(collection)}`,
      ]
    : [];
  const moved = hasTable(from) ? [`ALTER TABLE ${identifier(from)} RENAME TO ${identifier(collection)}`] : [];
  const searched = hasTable(oldSearch)
    ? [
        `DROP TABLE IF EXISTS ${identifier(search)}`,
        `ALTER TABLE ${identifier(oldSearch)} RENAME TO ${identifier(search)}`,
      ]
    : [];
  return [
    ...empty,
    ...own.map(({ type, name }) => `DROP ${type.toUpperCase()} ${identifier(name)}`),
    ...moved,
    // The table has its new name already, and may have indexes and triggers with the old name.
    ...(hasTable(from) ? [] : leftParts(collection, from, present)),
    ...searched,
    `UPDATE _idempotent_results SET collection = ${literal(collection)} WHERE collection = ${literal(from)}`,
    `UPDATE _deletions SET collection = ${literal(collection)} WHERE collection = ${literal(from)}`,
    `UPDATE _collections SET name = ${literal(collection)} WHERE name = ${literal(from)}`,
  ];
}

function leftParts(collection: string, from: string, { parts }: PresentSchema): string[] {
  return parts
    .filter(
      ({ table, type, name }) => table === collection && type !== 'table' && name.startsWith(`${from}:`),
    )
    .map(({ type, name }) => `DROP ${type.toUpperCase()} ${identifier(name)}`);
}
