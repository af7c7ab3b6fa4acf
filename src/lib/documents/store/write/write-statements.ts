import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { Problem } from '../../../http/problem/problem.ts';
import type { ValidDocument } from '../../body/validate-document.ts';
import type { Collection } from '../../schema/collection.ts';
import { NOW as NOW_IN_SQL } from '../../tables/definition/triggers.ts';
import type { StoredDocument } from '../read/read-document.ts';
import { concat } from '../sql/concat.ts';
import { formsOfId, fromDocument, hasId } from '../sql/id.ts';
import { nameLiteral, table } from '../sql/table-names.ts';
import { type ColumnValue, columnValues } from './column-values.ts';

/** A document as it is stored now, with its id as text. */
export interface WrittenDocument extends StoredDocument {
  id: string;
}

/** The greatest automatic id, as SQL text: a bound number would be a REAL, and the id a fraction. */
export const GREATEST_ID = raw(String(Number.MAX_SAFE_INTEGER));

/** The time of the database, in milliseconds since 1970. */
export const NOW = raw(NOW_IN_SQL);

/** The columns of a `WrittenDocument`. The body of a singleton has no id. */
export function written({ isSingleton }: Collection): Sql {
  const body = isSingleton ? `json_remove(body, '$.id') AS body` : 'body';
  return raw(`CAST(id AS TEXT) AS id, version || '-' || modified AS state, ${body}, modified`);
}

/** A SELECT of the `WrittenDocument` of this id. */
export function selectDocument(collection: Collection, id: string, moreColumns: Sql = empty): Sql {
  return sql`SELECT ${written(collection)} ${moreColumns} ${fromDocument(collection, id)}`;
}

/**
 * An INSERT that returns the `WrittenDocument`. It returns nothing when the id is taken, no automatic id is left or the
 * condition is false. LIMIT 1 keeps SQLite from reading the last id for each use of the new one.
 */
export function insertDocument(
  collection: Collection,
  { id, text, members }: ValidDocument,
  condition: Sql = sql`TRUE`,
): Sql {
  const given =
    id === null
      ? sql`(SELECT iif(last_id < ${GREATEST_ID}, last_id + 1, '') FROM _collections WHERE name = ${nameLiteral(collection.name)})`
      : jsonScalar(id);
  const values = columnValues(collection, members);
  return sql`INSERT INTO ${table(collection)} (id, body, version, modified${concat(values, ({ column }) => sql`, ${column}`)})
    SELECT new.id, ${bodyWithMembers(text, raw('new.id'))}, ${nextVersion(collection)}, ${NOW}
      ${concat(values, ({ value }) => sql`, ${jsonScalar(value)}`)}
    FROM (SELECT ${given} AS id LIMIT 1) AS new
    WHERE ${condition} AND new.id IS NOT '' AND NOT EXISTS (
      SELECT 1 FROM ${table(collection)} WHERE id IN (new.id, CAST(new.id AS TEXT), ${numberForm(id)})
    )
    RETURNING ${written(collection)}`;
}

/** SQL of the number that a text id spells, or NULL. */
function numberForm(id: string | number | null): Sql {
  const [, number = null] = typeof id === 'string' ? formsOfId(id) : [];
  return raw(String(number ?? 'NULL'));
}

/**
 * An UPDATE that returns the `WrittenDocument`, or nothing when the condition on the row `d` is false. It names only
 * the columns whose values change, because SQLite writes the index of each column that an UPDATE names.
 *
 * @param body SQL of the new body; it may use the row `d`
 */
export function updateDocument(
  collection: Collection,
  id: string,
  { body, changed }: { body: Sql; changed: readonly ColumnValue[] },
  condition: Sql,
): Sql {
  return sql`UPDATE ${table(collection)} AS d
    SET body = ${body}, version = ${nextVersion(collection)}, modified = ${NOW}
      ${concat(changed, ({ column, value }) => sql`, ${column} = ${jsonScalar(value)}`)}
    WHERE ${hasId(collection, id)} AND ${condition} RETURNING ${written(collection)}`;
}

/** SQL of a body with these members and this id. */
export function bodyWithMembers(text: string, id: Sql): Sql {
  return sql`'{"id":' || json_quote(${id}) || ${membersAfterId(text)}`;
}

/** 409 for an id that exists, or when no automatic id is left. */
export function idTaken(collection: Collection, { id }: Pick<ValidDocument, 'id'>): Problem {
  const detail =
    id === null
      ? `No more automatic ids in ${collection.name}; send an id.`
      : `The id ${JSON.stringify(id)} is taken in ${collection.name}.`;
  return new Problem('id-taken', detail, { extensions: { errors: { id: detail } } });
}

/** The version that the triggers give the collection after this write. */
function nextVersion({ name }: Collection): Sql {
  return sql`(SELECT version + 1 FROM _collections WHERE name = ${nameLiteral(name)})`;
}

/**
 * The version that the triggers give the collection after a row of a statement that writes several.
 *
 * @param position SQL of the row's position in the order of writing, from 0
 */
export function nextVersionAt(collection: Collection, position: Sql): Sql {
  return sql`${nextVersion(collection)} + ${position}`;
}

/** A value of JSON in SQL. D1 would bind a whole number as a REAL. */
export function jsonScalar(value: unknown): Sql {
  return value === undefined || value === null ? raw('NULL') : sql`(${JSON.stringify(value)} ->> '$')`;
}

/** The body of a document as it is stored: the id comes first. */
export function bodyOf(id: string | number, text: string): string {
  return `{"id":${JSON.stringify(id)}${membersAfterId(text)}`;
}

/** The text of a stored document after its id. */
function membersAfterId(text: string): string {
  return text === '{}' ? '}' : `,${text.slice(1)}`;
}
