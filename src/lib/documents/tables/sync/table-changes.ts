import { MAX_INDEXED_BYTES } from '../../schema/indexes.ts';
import { identifier, literal, nameOf } from '../definition/identifiers.ts';
import type { Change, TableDefinition } from '../definition/table-definition.ts';
import { type CollectionRow, ownParts, type PresentSchema } from '../present-schema.ts';
import { beginStatements, stopStatements } from './change-recording.ts';
import { differenceOf } from './schema-difference.ts';

/** A table before the changes. Its rename drops its indexes. */
interface PresentTable {
  /** The present name of the table. */
  before: string;
  present: PresentSchema;
  isRenamed: boolean;
}

/**
 * Characters of a schema in one statement. D1 accepts 100,000 bytes, and a character has at most 3:
 * https://developers.cloudflare.com/d1/platform/limits/
 */
const SCHEMA_CHUNK = 20_000;

/** Ids of documents listed in the message of a refused change. */
const MAX_REFUSED = 10;

/** Drops columns that the definition lacks, and adds and fills missing ones. */
export function columnChanges(
  { collection, columns }: TableDefinition,
  { before, present, isRenamed }: PresentTable,
): Change[] {
  const table = identifier(collection);
  const indexes = isRenamed ? [] : ownParts(present, before, 'index');
  const found = present.columns.filter((column) => column.table === before).map(({ name }) => name);
  const obsolete = found.filter(
    (name) => name.startsWith('$.') && !columns.some((column) => column.name === name),
  );
  const missing = columns.filter(({ name }) => !found.includes(name));
  return [
    ...obsolete.map((name) => ({
      what: `${collection}: drop the column ${name}`,
      statements: [
        ...indexes
          .filter(({ sql }) => sql.includes(identifier(name)))
          .map((index) => `DROP INDEX IF EXISTS ${identifier(index.name)}`),
        `ALTER TABLE ${table} DROP COLUMN ${identifier(name)}`,
      ],
    })),
    ...missing.map(({ name, valueIn }) => ({
      what: `${collection}: add the column ${name}`,
      refusal: {
        select: `SELECT id FROM ${identifier(before)} WHERE octet_length(json_quote(${valueIn('body')})) > ${MAX_INDEXED_BYTES} LIMIT ${MAX_REFUSED}`,
        why: `an indexed value has at most ${MAX_INDEXED_BYTES} bytes`,
      },
      statements: [
        `ALTER TABLE ${table} ADD COLUMN ${identifier(name)} ANY`,
        `UPDATE ${table} SET ${identifier(name)} = ${valueIn('body')} WHERE ${valueIn('body')} IS NOT NULL`,
      ],
    })),
  ];
}

/** Drops indexes that the definition lacks, and creates missing ones. */
export function indexChanges(
  { collection, indexes }: TableDefinition,
  { before, present, isRenamed }: PresentTable,
): Change[] {
  const found = isRenamed ? [] : ownParts(present, before, 'index');
  const obsolete = found.filter(({ sql }) => !indexes.some((index) => index.sql === sql));
  const missing = indexes.filter(({ sql }) => !found.some((index) => index.sql === sql));
  return [
    // The index of a dropped column is gone already.
    ...obsolete.map(({ name }) => ({
      what: `${collection}: drop the index of ${fieldsOf(name)}`,
      statements: [`DROP INDEX IF EXISTS ${identifier(name)}`],
    })),
    ...missing.map(({ name, sql }) => ({
      what: `${collection}: create the index of ${fieldsOf(name)}`,
      statements: [sql],
    })),
  ];
}

/** The fields in the name of an index, such as `users:by:city,age`. */
function fieldsOf(index: string): string {
  return index.replace(/^.*?:(by:)?/, '').replaceAll(',', ', ');
}

/**
 * Builds or drops the search table.
 *
 * @param isBroken whether the present content may lack documents
 */
export function searchChanges(
  { collection, search }: TableDefinition,
  { row, hasTable, isBroken }: { row: CollectionRow | undefined; hasTable: boolean; isBroken: boolean },
): Change[] {
  const content = search?.textOf('body') ?? '';
  const isStale = search !== null && isBroken;
  if ((row?.search ?? '') === content && hasTable === (search !== null) && !isStale) return [];
  const name = identifier(nameOf(collection, 'search'));
  const build =
    search === null
      ? []
      : [
          search.sql,
          `INSERT INTO ${name} (rowid, text) SELECT seq, ${search.textOf('body')} FROM ${identifier(collection)}`,
        ];
  return [
    {
      what: `${collection}: ${search === null ? 'drop' : 'build'} the search index`,
      statements: [
        `DROP TABLE IF EXISTS ${name}`,
        ...build,
        `UPDATE _collections SET search = ${literal(content)} WHERE name = ${literal(collection)}`,
      ],
    },
  ];
}

/**
 * Starts or stops recording changes.
 *
 * @param isBroken whether earlier changes may be unrecorded
 */
export function recordingChanges(
  { collection, changes }: TableDefinition,
  { row, isBroken }: { row: CollectionRow | undefined; isBroken: boolean },
): Change[] {
  const isRecorded = row !== undefined && row.changesFrom !== null;
  if (changes ? isRecorded && !isBroken : !isRecorded) return [];
  const what = changes ? (isRecorded ? 'restart' : 'start') : 'stop';
  return [
    {
      what: `${collection}: ${what} recording changes`,
      statements: changes ? beginStatements(collection) : stopStatements(collection),
    },
  ];
}

/** Creates the triggers. Present triggers are dropped first. */
export function triggerChanges(
  { collection, triggers }: TableDefinition,
  found: PresentSchema['parts'],
): Change[] {
  const isSame =
    triggers.length === found.length &&
    triggers.every(({ sql }) => found.some((trigger) => trigger.sql === sql));
  if (isSame) return [];
  return [{ what: `${collection}: create the triggers`, statements: triggers.map(({ sql }) => sql) }];
}

/**
 * Stores the JSON Schema.
 *
 * @param before the JSON Schema at the last sync
 */
export function schemaChanges({ collection, schema }: TableDefinition, before: string | undefined): Change[] {
  if (before === schema) return [];
  const set = (value: string) =>
    `UPDATE _collections SET schema = ${value} WHERE name = ${literal(collection)}`;
  const chunks = Array.from({ length: Math.ceil(schema.length / SCHEMA_CHUNK) }, (_, i) =>
    schema.slice(i * SCHEMA_CHUNK, (i + 1) * SCHEMA_CHUNK),
  );
  return [
    {
      what: `${collection}: ${differenceOf(before ?? '', schema)}; \`npm run sync -- --check\` lists the documents that the schema refuses`,
      statements: chunks.map((chunk, i) => set(i === 0 ? literal(chunk) : `schema || ${literal(chunk)}`)),
    },
  ];
}
