import type { Collection } from '../../schema/collection.ts';
import { RESERVED_ID } from '../../schema/reserved-names.ts';
import { identifier, literal, nameOf } from './identifiers.ts';
import type { FieldColumn, SchemaPart, TableDefinition } from './table-definition.ts';

/** SQL of the time in milliseconds since 1970. */
export const NOW = `CAST(unixepoch('subsec') * 1000 AS INTEGER)`;

/** The greatest whole number that JSON clients read exactly. */
const GREATEST_ID = Number.MAX_SAFE_INTEGER;

/** The rows whose columns of fields the triggers fill. */
type Filling =
  /** Rows of statements that do not set the version. A Worker sets it, with the columns that it knows. */
  | 'without-version'
  /** All rows: two versions of the Worker, which know different columns, write at the same time. */
  | 'always';

/**
 * The triggers of a table. They maintain the collection's version, its number of documents, its last automatic id and its
 * search table, whoever writes the SQL. They set the version and the columns of the fields of a row whose statement does
 * not set the version. With `changes`, they also replace any version but the next one: each change then has a version of
 * its own, and deletions are recorded.
 */
export function triggersOf(
  { name: collection, changes }: Pick<Collection, 'name' | 'changes'>,
  columns: readonly FieldColumn[],
  search: TableDefinition['search'],
  filling: Filling = 'without-version',
): SchemaPart[] {
  const table = identifier(collection);
  const state = identifier('_collections');
  const isOwn = `name = '${collection}'`;
  const raise = `version = version + 1, modified = ${NOW}`;
  const grow = 'largest = max(largest, octet_length(new.body))';
  const version = `(SELECT version FROM ${state} WHERE ${isOwn})`;
  /** The condition of a row without the version of its change. */
  const lacksVersion = (unset: string) =>
    changes ? `new.version IS NOT ${version}` : `new.version = ${unset}`;
  const values = columns.map(({ name, valueIn }) => [identifier(name), valueIn('new.body')] as const);
  const assignments = values.map(([name, value]) => `${name} = ${value}`);
  const fill = [
    `(version, modified) = (SELECT version, modified FROM ${state} WHERE ${isOwn})`,
    ...assignments,
  ].join(', ');
  const differs = values.map(([name, value]) => `${name} IS NOT ${value}`).join(' OR ');
  const filled =
    filling === 'always' && values.length > 0
      ? [`UPDATE ${table} SET ${assignments.join(', ')} WHERE seq = new.seq AND (${differs})`]
      : [];
  const trigger = (part: string, event: string, statements: readonly string[]): SchemaPart => {
    const name = nameOf(collection, part);
    const body = statements.map((statement) => `  ${statement};`).join('\n');
    return { name, sql: `CREATE TRIGGER ${identifier(name)} ${event}\nBEGIN\n${body}\nEND` };
  };
  const searching = (statement: (search: NonNullable<TableDefinition['search']>) => string): string[] =>
    search === null ? [] : [statement(search)];
  return [
    // `INSERT OR REPLACE` would delete a row without its trigger. The number 1 and the text '1' are the same id.
    trigger(
      'refuse_twin',
      `BEFORE INSERT ON ${table} WHEN new.id = ${literal(RESERVED_ID)} OR EXISTS (SELECT 1 FROM ${table} WHERE id IN (new.id, ${otherForm('new.id')}))`,
      [
        `SELECT CASE new.id WHEN ${literal(RESERVED_ID)} THEN RAISE(ABORT, 'the id ${RESERVED_ID} is the path of a route')
    ELSE RAISE(ABORT, 'a document with this id exists; update it') END`,
      ],
    ),
    trigger('inserted', `AFTER INSERT ON ${table}`, [
      `UPDATE ${state} SET ${raise}, documents = documents + 1, last_id = max(last_id, ${numberOf('new.id')}), ${grow} WHERE ${isOwn}`,
      `UPDATE ${table} SET ${fill} WHERE seq = new.seq AND ${lacksVersion('0')}`,
      ...filled,
      ...searching(
        ({ name, textOf }) =>
          `INSERT INTO ${identifier(name)} (rowid, text) VALUES (new.seq, ${textOf('new.body')})`,
      ),
    ]),
    trigger('changed', `AFTER UPDATE OF body ON ${table}`, [
      `UPDATE ${state} SET ${raise}, ${grow} WHERE ${isOwn}`,
      `UPDATE ${table} SET ${fill} WHERE seq = new.seq AND ${lacksVersion('old.version')}`,
      ...filled,
      ...searching(
        ({ name, textOf }) =>
          `UPDATE ${identifier(name)} SET text = ${textOf('new.body')} WHERE rowid = new.seq`,
      ),
    ]),
    trigger('deleted', `AFTER DELETE ON ${table}`, [
      `UPDATE ${state} SET ${raise}, documents = documents - 1, largest = CASE documents WHEN 1 THEN 0 ELSE largest END WHERE ${isOwn}`,
      ...(changes
        ? [
            `INSERT OR REPLACE INTO _deletions (collection, version, id) VALUES (${literal(collection)}, ${version}, old.id)`,
          ]
        : []),
      ...searching(({ name }) => `DELETE FROM ${identifier(name)} WHERE rowid = old.seq`),
    ]),
    trigger(
      'keep_identity',
      `BEFORE UPDATE OF seq, id ON ${table} WHEN new.seq IS NOT old.seq OR new.id IS NOT old.id`,
      [`SELECT RAISE(ABORT, 'a document keeps its id')`],
    ),
  ];
}

/** SQL of an id in its other form: the text of a number, or the number of a text. Any other id is unchanged. */
function otherForm(id: string): string {
  return `CASE WHEN typeof(${id}) = 'integer' THEN CAST(${id} AS TEXT) WHEN CAST(CAST(${id} AS INTEGER) AS TEXT) = ${id} THEN CAST(${id} AS INTEGER) ELSE ${id} END`;
}

/** SQL of an id as a number, after which automatic ids continue; 0 for any other id. */
export function numberOf(id: string): string {
  return `CASE WHEN ${id} NOT GLOB '*[^0-9]*' AND length(${id}) <= 16 AND CAST(${id} AS INTEGER) <= ${GREATEST_ID} THEN CAST(${id} AS INTEGER) ELSE 0 END`;
}
