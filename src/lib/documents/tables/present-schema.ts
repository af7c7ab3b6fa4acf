import type { SchemaPart } from './definition/table-definition.ts';

/** What the database has now. */
export interface PresentSchema {
  /** The rows of `sqlite_schema`, each with the table that it belongs to. */
  parts: readonly (SchemaPart & { type: string; table: string })[];
  /** The columns of the tables. */
  columns: readonly { table: string; name: string }[];
  /** The rows of `_collections`. */
  collections: readonly CollectionRow[];
}

export interface CollectionRow {
  name: string;
  /** The JSON Schema at the last sync. */
  schema: string;
  /** What the search table contains, as the SQL that fills it; empty without a search table. */
  search: string;
  documents: number;
  /** The version before the first recorded change; `null` when changes are not recorded. */
  changesFrom: number | null;
}

/** SELECTs of the three lists of `PresentSchema`. */
export const PRESENT_SCHEMA: Readonly<Record<keyof PresentSchema, string>> = {
  parts: `SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema WHERE sql IS NOT NULL`,
  // D1 does not authorise the columns of its own tables. Names of search tables contain a colon.
  columns: `SELECT m.name AS "table", c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
    WHERE m.type = 'table' AND m.name NOT GLOB '_cf_*' AND m.name NOT GLOB '*:*'`,
  collections: 'SELECT name, schema, search, documents, changes_from AS changesFrom FROM _collections',
};

/** The part of this type and name, or `undefined`. */
export function findPart({ parts }: Pick<PresentSchema, 'parts'>, type: string, name: string) {
  return parts.find((part) => part.type === type && part.name === name);
}

/** The parts of a type that `npm run sync` created for a table. All others belong to the owner. */
export function ownParts(
  { parts }: PresentSchema,
  table: string,
  type: 'index' | 'trigger',
): PresentSchema['parts'] {
  return parts.filter(
    (part) => part.table === table && part.type === type && part.name.startsWith(`${table}:`),
  );
}
