import { parseFieldPath } from '../../schema/field-path.ts';
import { fieldColumn } from '../definition/collection-table.ts';
import { nameOf } from '../definition/identifiers.ts';
import type { TableDefinition } from '../definition/table-definition.ts';
import { triggersOf } from '../definition/triggers.ts';
import { findPart, ownParts, type PresentSchema } from '../present-schema.ts';

/**
 * Returns a definition with everything else that the present table has: the columns, indexes and search table of the
 * deployed version. Its triggers maintain the columns of both versions, whichever version writes.
 */
export function expandedDefinition(definition: TableDefinition, present: PresentSchema): TableDefinition {
  const { collection } = definition;
  if (findPart(present, 'table', collection) === undefined) return definition;
  const columns = [...definition.columns, ...obsoleteColumns(definition, present)];
  const declared = definition.indexes.map(({ name }) => name);
  const obsolete = ownParts(present, collection, 'index').filter(({ name }) => !declared.includes(name));
  const search = definition.search ?? presentSearch(collection, present);
  // The deployed version may serve changes until it is replaced.
  const row = present.collections.find(({ name }) => name === collection);
  const changes = definition.changes || (row !== undefined && row.changesFrom !== null);
  const isInStep = definition.triggers.every(
    ({ name, sql }) => findPart(present, 'trigger', name)?.sql === sql,
  );
  return {
    ...definition,
    columns,
    indexes: [...definition.indexes, ...obsolete],
    search,
    changes,
    triggers: isInStep
      ? definition.triggers
      : triggersOf({ name: collection, changes }, columns, search, 'always'),
  };
}

/** The columns of fields that the table has and the definition lacks. */
function obsoleteColumns(
  { collection, columns }: TableDefinition,
  present: PresentSchema,
): TableDefinition['columns'] {
  return present.columns
    .filter(({ table, name }) => table === collection && !columns.some((column) => column.name === name))
    .flatMap(({ name }) => {
      const path = name.startsWith('$.') ? parseFieldPath(name.slice(2)) : null;
      return path === null ? [] : fieldColumn(path);
    });
}

function presentSearch(collection: string, present: PresentSchema): TableDefinition['search'] {
  const table = findPart(present, 'table', nameOf(collection, 'search'));
  const text = present.collections.find(({ name }) => name === collection)?.search;
  if (table === undefined || !text) return null;
  // The stored SQL reads a column named `body`.
  const textOf = (body: string) =>
    body === 'body' ? text : `(SELECT ${text} FROM (SELECT ${body} AS body))`;
  return { name: table.name, sql: table.sql, textOf };
}
