import { identifier, literal } from '../definition/identifiers.ts';
import type { TableDefinition } from '../definition/table-definition.ts';
import { NOW, numberOf } from '../definition/triggers.ts';

/** Statements that restore what the triggers maintain, after writes without triggers. */
export function repairStatements({ collection, columns }: TableDefinition): string[] {
  const table = identifier(collection);
  const row = `name = ${literal(collection)}`;
  const values = columns.map(({ name, valueIn }) => `${identifier(name)} = ${valueIn('body')}`);
  return [
    ...(values.length === 0 ? [] : [`UPDATE ${table} SET ${values.join(', ')}`]),
    // An empty table that was never written to keeps its version, so that it can be seeded.
    `UPDATE _collections SET
      version = max(version, (SELECT max(version) FROM ${table})) + 1, modified = ${NOW},
      documents = (SELECT count(*) FROM ${table}),
      largest = (SELECT coalesce(max(octet_length(body)), 0) FROM ${table}),
      last_id = max(last_id, (SELECT max(${numberOf('id')}) FROM ${table}))
      WHERE ${row} AND EXISTS (SELECT 1 FROM ${table})`,
    `UPDATE _collections SET version = version + 1, modified = ${NOW}, documents = 0
      WHERE ${row} AND documents > 0 AND NOT EXISTS (SELECT 1 FROM ${table})`,
    `UPDATE ${table} SET (version, modified) = (SELECT version, modified FROM _collections WHERE ${row})
      WHERE version = 0`,
  ];
}
