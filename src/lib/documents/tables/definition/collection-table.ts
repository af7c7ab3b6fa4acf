import type { Collection } from '../../schema/collection.ts';
import { type FieldPath, pathReadings } from '../../schema/field-path.ts';
import { columnOf, identifier, indexName, nameOf, versionIndexName } from './identifiers.ts';
import { searchTextOf } from './search-text.ts';
import type { FieldColumn, SchemaPart, TableDefinition } from './table-definition.ts';
import { triggersOf } from './triggers.ts';

/** The table of a collection. `npm run sync` creates it, and keeps it in step with the definition. */
export function tableOf(collection: Collection): TableDefinition {
  const { name } = collection;
  const columns = collection.columns.map(fieldColumn);
  const search = searchOf(collection);
  return {
    collection: name,
    renamedFrom: collection.renamedFrom,
    table: { name, sql: createTable(name, columns) },
    columns,
    indexes: [
      ...collection.indexes.map((paths) => createIndex(name, indexName(name, paths), paths.map(columnOf))),
      ...(collection.changes ? [createIndex(name, versionIndexName(name), ['version'])] : []),
    ],
    search,
    triggers: triggersOf(collection, columns, search),
    changes: collection.changes,
    schema: JSON.stringify(collection.jsonSchema),
  };
}

/** The column of a field that an index or a relation names. */
export function fieldColumn(path: FieldPath): FieldColumn {
  const [reading = ''] = pathReadings(path);
  return { name: columnOf(path), valueIn: (body) => `json_extract(${body}, ${reading})` };
}

/** The columns of `BASE_COLUMN_NAMES`. */
export const BASE_COLUMNS = `(
  seq INTEGER PRIMARY KEY,
  id ANY NOT NULL UNIQUE CHECK (id <> ''),
  body TEXT NOT NULL CHECK (
    json_valid(body) AND json_type(body) = 'object' AND body GLOB '{*}'
    AND json_type(body, '$.id') IN ('text', 'integer') AND json_extract(body, '$.id') = id
  ),
  version INTEGER NOT NULL DEFAULT 0,
  modified INTEGER NOT NULL DEFAULT 0`;

/**
 * `seq` is the order of insertion. `id` is a number or text, as in the body. `version` is that of the collection at the
 * last change of the document; 0 tells the triggers that a statement did not set it.
 */
function createTable(name: string, columns: readonly FieldColumn[]): string {
  const table = identifier(name);
  return `CREATE TABLE ${table} ${BASE_COLUMNS}${columns.map((column) => `,\n  ${identifier(column.name)} ANY`).join('')}
) STRICT`;
}

function createIndex(collection: string, name: string, columns: readonly string[]): SchemaPart {
  return {
    name,
    sql: `CREATE INDEX ${identifier(name)} ON ${identifier(collection)} (${columns.map(identifier).join(', ')})`,
  };
}

function searchOf({ name, search }: Collection): TableDefinition['search'] {
  if (search === false) return null;
  const table = nameOf(name, 'search');
  return {
    name: table,
    sql: `CREATE VIRTUAL TABLE ${identifier(table)} USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram')`,
    textOf: (body) => searchTextOf(body, search),
  };
}
