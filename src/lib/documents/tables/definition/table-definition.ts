/** A part of the database's schema: its name in `sqlite_schema`, and its statement as SQLite keeps it there. */
export interface SchemaPart {
  name: string;
  sql: string;
}

/** A column that holds the value of a field, so that an index of it changes only when the value does. */
export interface FieldColumn {
  name: string;
  /** SQL of the value for a row with this `body`. */
  valueIn: (body: string) => string;
}

/** Everything that the database has for one collection. */
export interface TableDefinition {
  collection: string;
  /** The earlier name of the collection. */
  renamedFrom: string | null;
  table: SchemaPart;
  columns: readonly FieldColumn[];
  indexes: readonly SchemaPart[];
  /** The search table, and SQL of the text that it has for a body. */
  search: (SchemaPart & { textOf: (body: string) => string }) | null;
  triggers: readonly SchemaPart[];
  /** Whether deletions are recorded, and versions indexed. */
  changes: boolean;
  /** The JSON Schema of a document. */
  schema: string;
}

/** One change of the database: its description and its statements. A change without statements is a remark. */
export interface Change {
  what: string;
  statements: readonly string[];
  /** Documents that make the change impossible: a SELECT of some of their ids, and the reason. */
  refusal?: { select: string; why: string };
  /** Whether it renames a collection. Versions with its previous name cannot serve after it. */
  isRenaming?: boolean;
}
