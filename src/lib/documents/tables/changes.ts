import { identifier, nameOf } from './names.ts';
import type { SchemaPart, TableDefinition } from './table-definition.ts';

/** What the database has now. */
export interface PresentSchema {
  /** The rows of `sqlite_schema`, each with the table that it belongs to. */
  parts: readonly (SchemaPart & { type: string; table: string })[];
  /** The columns of the tables. */
  columns: readonly { table: string; name: string }[];
  /** The rows of `_collections`. */
  collections: readonly { name: string; schema: string; search: string; documents: number }[];
}

/** One change of the database: what it means, and the statements that make it. Without statements it is a remark. */
export interface Change {
  what: string;
  statements: readonly string[];
}

/** SELECTs of the three lists of `PresentSchema`. */
export const PRESENT_SCHEMA: Readonly<Record<keyof PresentSchema, string>> = {
  parts: `SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema WHERE sql IS NOT NULL`,
  columns: `SELECT m.name AS "table", c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
    WHERE m.type = 'table' AND m.name IN (SELECT name FROM _collections)`,
  collections: 'SELECT name, schema, search, documents FROM _collections',
};

/** The changes that make the database fit the definitions. No change deletes a document. */
export function changesOf(definitions: readonly TableDefinition[], present: PresentSchema): Change[] {
  const names = definitions.map(({ collection }) => collection);
  const renamed = definitions.flatMap(({ renamedFrom }) => renamedFrom ?? []);
  const changes = definitions.flatMap((definition) => changesOfTable(definition, present));
  const left = present.collections.filter(({ name }) => !names.includes(name) && !renamed.includes(name));
  return [
    ...changes,
    ...left.map(({ name, documents }) => ({
      what: `${name} is no longer declared. Its table keeps ${documents} documents.`,
      statements: [],
    })),
  ];
}

function changesOfTable(definition: TableDefinition, present: PresentSchema): Change[] {
  const { collection, renamedFrom } = definition;
  const has = (name: string | null) => present.collections.some((found) => found.name === name);
  if (has(collection)) return adapt(definition, collection, present);
  if (renamedFrom === null || !has(renamedFrom)) return [create(definition)];
  return [rename(definition, renamedFrom, present), ...adapt(definition, renamedFrom, present)];
}

function create(definition: TableDefinition): Change {
  const { collection, table, indexes, search, triggers } = definition;
  return {
    what: `Create the table of ${collection}`,
    statements: [
      table.sql,
      ...indexes.map(({ sql }) => sql),
      ...(search === null ? [] : [search.sql]),
      ...triggers.map(({ sql }) => sql),
      `INSERT INTO _collections (name, schema, search) VALUES (${text(collection)}, ${text(definition.schema)}, ${text(searchedIn(definition))})`,
    ],
  };
}

function rename(definition: TableDefinition, from: string, present: PresentSchema): Change {
  const { collection } = definition;
  const own = partsOf(from, present);
  const search = nameOf(from, 'search');
  return {
    what: `Rename ${from} to ${collection}`,
    statements: [
      ...own.map(dropOf),
      `ALTER TABLE ${identifier(from)} RENAME TO ${identifier(collection)}`,
      ...(present.parts.some(({ name }) => name === search)
        ? [`ALTER TABLE ${identifier(search)} RENAME TO ${identifier(nameOf(collection, 'search'))}`]
        : []),
      `UPDATE _collections SET name = ${text(collection)} WHERE name = ${text(from)}`,
    ],
  };
}

/** The indexes and triggers of a table, without the index of its ids. */
function partsOf(table: string, { parts }: PresentSchema): PresentSchema['parts'] {
  return parts.filter((part) => part.table === table && part.type !== 'table');
}

/** The changes of a table that exists. Until now it had the name `before`. */
function adapt(definition: TableDefinition, before: string, present: PresentSchema): Change[] {
  const { collection } = definition;
  // A renamed table has lost its indexes and triggers.
  const own = before === collection ? partsOf(collection, present) : [];
  const row = present.collections.find(({ name }) => name === before);
  const triggers = own.filter(({ type }) => type === 'trigger');
  const changes = [
    ...columnChanges(definition, before, own, present),
    ...indexChanges(definition, own),
    ...searchChanges(definition, row?.search),
  ];
  // Triggers name columns and the search table.
  if (changes.length > 0 || !isSame(definition.triggers, triggers)) {
    changes.unshift({ what: `Drop the triggers of ${collection}`, statements: triggers.map(dropOf) });
    changes.push({
      what: `Create the triggers of ${collection}`,
      statements: definition.triggers.map(({ sql }) => sql),
    });
  }
  return [...changes, ...schemaChanges(definition, row?.schema)].filter(
    ({ statements }) => statements.length > 0,
  );
}

function columnChanges(
  { collection, columns }: TableDefinition,
  before: string,
  own: PresentSchema['parts'],
  present: PresentSchema,
): Change[] {
  const table = identifier(collection);
  const found = present.columns.filter((column) => column.table === before).map(({ name }) => name);
  const obsolete = found.filter(
    (name) => name.startsWith('$.') && !columns.some((column) => column.name === name),
  );
  const missing = columns.filter(({ name }) => !found.includes(name));
  return [
    ...obsolete.map((name) => ({
      what: `Drop the column ${name} of ${collection}`,
      statements: [
        ...own.filter((part) => part.type === 'index' && part.sql.includes(identifier(name))).map(dropOf),
        `ALTER TABLE ${table} DROP COLUMN ${identifier(name)}`,
      ],
    })),
    ...missing.map(({ name, valueIn }) => ({
      what: `Add the column ${name} to ${collection}`,
      statements: [
        `ALTER TABLE ${table} ADD COLUMN ${identifier(name)} ANY`,
        `UPDATE ${table} SET ${identifier(name)} = ${valueIn('body')} WHERE ${valueIn('body')} IS NOT NULL`,
      ],
    })),
  ];
}

function indexChanges({ collection, indexes }: TableDefinition, own: PresentSchema['parts']): Change[] {
  const present = own.filter(({ type }) => type === 'index');
  const obsolete = present.filter(({ sql }) => !indexes.some((index) => index.sql === sql));
  const missing = indexes.filter(({ sql }) => !present.some((index) => index.sql === sql));
  return [
    // The index of a dropped column is gone already.
    ...obsolete.map(({ name }) => ({
      what: `Drop the index ${name}`,
      statements: [`DROP INDEX IF EXISTS ${identifier(name)}`],
    })),
    ...missing.map(({ name, sql }) => ({
      what: `Create the index ${name} of ${collection}`,
      statements: [sql],
    })),
  ];
}

function searchChanges(definition: TableDefinition, before: string | undefined): Change[] {
  const { collection, search } = definition;
  const marker = searchedIn(definition);
  if (before === marker) return [];
  const name = identifier(nameOf(collection, 'search'));
  return [
    {
      what: search === null ? `Drop the search of ${collection}` : `Build the search of ${collection}`,
      statements: [
        `DROP TABLE IF EXISTS ${name}`,
        ...(search === null
          ? []
          : [
              search.sql,
              `INSERT INTO ${name} (rowid, text) SELECT seq, ${search.textOf('body')} FROM ${identifier(collection)}`,
            ]),
        `UPDATE _collections SET search = ${text(marker)} WHERE name = ${text(collection)}`,
      ],
    },
  ];
}

function schemaChanges({ collection, schema }: TableDefinition, before: string | undefined): Change[] {
  if (before === schema) return [];
  return [
    {
      what: `The schema of ${collection} has changed; \`npm run sync -- --check\` lists the documents that it refuses`,
      statements: [`UPDATE _collections SET schema = ${text(schema)} WHERE name = ${text(collection)}`],
    },
  ];
}

/** What the search table contains, as the SQL that fills it. */
function searchedIn({ search }: TableDefinition): string {
  return search === null ? '' : search.textOf('body');
}

function dropOf({ type, name }: { type: string; name: string }): string {
  return `DROP ${type.toUpperCase()} ${identifier(name)}`;
}

function isSame(wanted: readonly SchemaPart[], found: readonly SchemaPart[]): boolean {
  return wanted.length === found.length && wanted.every(({ sql }) => found.some((part) => part.sql === sql));
}

/** A SQL literal. */
function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
