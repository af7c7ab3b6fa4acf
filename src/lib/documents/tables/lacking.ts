import { MIGRATIONS_TABLE, STATE_INDEXES, STATE_TABLES } from './definition/state-tables.ts';
import type { TableDefinition } from './definition/table-definition.ts';
import { findPart, type PresentSchema } from './present.ts';

/** What the database has, for the comparison with what a version needs. */
export interface DatabaseState extends Pick<PresentSchema, 'parts' | 'columns'> {
  /** The names of the collections that have a row in `_collections`. */
  registered: readonly string[];
  /** The names of the collections whose changes are recorded. */
  recorded: readonly string[];
  /** The names of the applied migrations. */
  applied: readonly string[];
}

/** What a version needs. */
export interface Needs {
  /** The names of the files in `migrations/`. */
  migrations: readonly string[];
  definitions: readonly TableDefinition[];
}

interface Part {
  what: string;
  /** The collection that it belongs to. */
  collection?: string;
  isThere: boolean;
}

/** The first part that a version needs and the database lacks, or `null`. More than it needs is no fault. */
export function lackingPart({ migrations, definitions }: Needs, state: DatabaseState): Part | null {
  const parts: Part[] = [
    ...migrationsOf(migrations, state),
    ...stateTables(state),
    ...definitions.flatMap((definition) =>
      partsOf(definition, state).map((part) => ({ ...part, collection: definition.collection })),
    ),
  ];
  return parts.find(({ isThere }) => !isThere) ?? null;
}

/** Without wrangler's table the migrations were applied by other means. The tables tell what is lacking then. */
function migrationsOf(migrations: readonly string[], state: DatabaseState): Part[] {
  if (!has(state, 'table', MIGRATIONS_TABLE)) return [];
  return migrations.map((name) => ({ what: `the migration ${name}`, isThere: state.applied.includes(name) }));
}

function stateTables(state: DatabaseState): Part[] {
  const tables = Object.entries(STATE_TABLES).flatMap(([table, columns]) => [
    { what: `the table ${table}`, isThere: has(state, 'table', table) },
    ...columns.map((name) => ({
      what: `the column ${name} of ${table}`,
      isThere: hasColumn(state, table, name),
    })),
  ]);
  return [
    ...tables,
    ...STATE_INDEXES.map((name) => ({ what: `the index ${name}`, isThere: has(state, 'index', name) })),
  ];
}

function partsOf(definition: TableDefinition, state: DatabaseState): Part[] {
  const { collection, columns, indexes, search, triggers } = definition;
  const own = (name: string) => name.replace(/^\$\.|^.*?:(by:)?/, '');
  const found = search === null ? undefined : findPart(state, 'table', search.name);
  return [
    { what: `the table of ${collection}`, isThere: has(state, 'table', collection) },
    {
      what: `the row of ${collection} in _collections`,
      isThere: state.registered.includes(collection),
    },
    ...[...BASE, ...columns.map(({ name }) => name)].map((name) => ({
      what: `the column ${own(name)} of ${collection}`,
      isThere: hasColumn(state, collection, name),
    })),
    ...indexes.map(({ name }) => ({
      what: `the index of ${own(name)} of ${collection}`,
      isThere: has(state, 'index', name),
    })),
    // A table of another kind cannot be searched.
    ...(search === null
      ? []
      : [{ what: `the search index of ${collection}`, isThere: found?.sql === search.sql }]),
    ...(definition.changes
      ? [{ what: `the record of changes of ${collection}`, isThere: state.recorded.includes(collection) }]
      : []),
    ...triggers.map(({ name }) => ({
      what: `the trigger ${own(name)} of ${collection}`,
      isThere: has(state, 'trigger', name),
    })),
  ];
}

/** The columns that the table of every collection has. */
const BASE: readonly string[] = ['seq', 'id', 'body', 'version', 'modified'];

function has(state: DatabaseState, type: string, name: string): boolean {
  return findPart(state, type, name) !== undefined;
}

export function hasColumn({ columns }: Pick<DatabaseState, 'columns'>, table: string, name: string): boolean {
  return columns.some((column) => column.table === table && column.name === name);
}
