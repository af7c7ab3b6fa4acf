import { BASE_COLUMN_NAMES } from './definition/identifiers.ts';
import { MIGRATIONS_TABLE, STATE_INDEXES, STATE_TABLES } from './definition/state-tables.ts';
import type { TableDefinition } from './definition/table-definition.ts';
import { findPart, type PresentSchema } from './present-schema.ts';

/** The parts of the database that are compared with what a version needs. */
export interface DatabaseState extends Pick<PresentSchema, 'parts' | 'columns'> {
  /** The names of the collections that have a row in `_collections`. */
  registered: readonly string[];
  /** The names of the collections whose changes are recorded. */
  recorded: readonly string[];
  /** The names of the applied migrations. */
  applied: readonly string[];
}

/** What a version needs. */
interface Needs {
  /** The names of the files in `migrations/`. */
  migrations: readonly string[];
  definitions: readonly TableDefinition[];
}

interface Part {
  what: string;
  /** The collection that it belongs to. */
  collection?: string;
  isPresent: boolean;
}

/** The first part that a version needs and the database lacks, or `null`. Additional parts are allowed. */
export function missingPart({ migrations, definitions }: Needs, state: DatabaseState): Part | null {
  const parts: Part[] = [
    ...migrationsOf(migrations, state),
    ...stateTables(state),
    ...definitions.flatMap((definition) =>
      partsOf(definition, state).map((part) => ({ ...part, collection: definition.collection })),
    ),
  ];
  return parts.find(({ isPresent }) => !isPresent) ?? null;
}

/** Without wrangler's table, the migrations were applied by other means, and only their tables are checked. */
function migrationsOf(migrations: readonly string[], state: DatabaseState): Part[] {
  if (!has(state, 'table', MIGRATIONS_TABLE)) return [];
  return migrations.map((name) => ({
    what: `the migration ${name}`,
    isPresent: state.applied.includes(name),
  }));
}

function stateTables(state: DatabaseState): Part[] {
  const tables = Object.entries(STATE_TABLES).flatMap(([table, columns]) => [
    { what: `the table ${table}`, isPresent: has(state, 'table', table) },
    ...columns.map((name) => ({
      what: `the column ${name} of ${table}`,
      isPresent: hasColumn(state, table, name),
    })),
  ]);
  return [
    ...tables,
    ...STATE_INDEXES.map((name) => ({ what: `the index ${name}`, isPresent: has(state, 'index', name) })),
  ];
}

function partsOf(definition: TableDefinition, state: DatabaseState): Part[] {
  const { collection, columns, indexes, search, triggers } = definition;
  const own = (name: string) => name.replace(/^\$\.|^.*?:(by:)?/, '');
  const found = search === null ? undefined : findPart(state, 'table', search.name);
  return [
    { what: `the table of ${collection}`, isPresent: has(state, 'table', collection) },
    {
      what: `the row of ${collection} in _collections`,
      isPresent: state.registered.includes(collection),
    },
    ...[...BASE_COLUMN_NAMES, ...columns.map(({ name }) => name)].map((name) => ({
      what: `the column ${own(name)} of ${collection}`,
      isPresent: hasColumn(state, collection, name),
    })),
    ...indexes.map(({ name }) => ({
      what: `the index of ${own(name)} of ${collection}`,
      isPresent: has(state, 'index', name),
    })),
    // A search table with another statement cannot be searched.
    ...(search === null
      ? []
      : [{ what: `the search index of ${collection}`, isPresent: found?.sql === search.sql }]),
    ...(definition.changes
      ? [{ what: `the record of changes of ${collection}`, isPresent: state.recorded.includes(collection) }]
      : []),
    ...triggers.map(({ name }) => ({
      what: `the trigger ${own(name)} of ${collection}`,
      isPresent: has(state, 'trigger', name),
    })),
  ];
}

function has(state: DatabaseState, type: string, name: string): boolean {
  return findPart(state, type, name) !== undefined;
}

export function hasColumn({ columns }: Pick<DatabaseState, 'columns'>, table: string, name: string): boolean {
  return columns.some((column) => column.table === table && column.name === name);
}
