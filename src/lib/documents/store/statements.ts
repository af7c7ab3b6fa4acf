import sql, { raw, type Sql } from 'sql-template-tag';
import { Problem } from '../../http/problem.ts';
import type { ValidDocument } from '../body/validate.ts';
import type { Collection } from '../schema/collection.ts';
import type { StoredDocument } from './read.ts';
import { nameLiteral } from './sql/name-literal.ts';
import { stateOfRow } from './state-tag.ts';

/** A document as it is stored now, with its id as text. */
export interface WrittenDocument extends StoredDocument {
  id: string;
}

/** As SQL text: a bound number would become a REAL, and the id a fraction. */
const GREATEST_ID = raw(String(Number.MAX_SAFE_INTEGER));

/** A SELECT of `WrittenDocument`s. */
export function selectDocument(where: Sql, moreColumns: Sql = sql``): Sql {
  return sql`SELECT d.id, ${stateOfRow('d', [])} AS state, d.body, d.modified ${moreColumns}
    FROM documents AS d WHERE ${where}`;
}

/** A condition on the row `d`: it is the document of this id. */
export function isDocument(collection: Collection, id: string): Sql {
  return sql`d.collection = ${nameLiteral(collection.name)} AND d.id = ${id}`;
}

/** An INSERT that returns a row when it stored one: not when the id is taken or the condition is false. */
export function insertDocument(
  collection: Collection,
  { id, text }: ValidDocument,
  condition: Sql = sql`TRUE`,
): Sql {
  const name = nameLiteral(collection.name);
  const given =
    id === null
      ? sql`SELECT coalesce((SELECT min(last_id, ${GREATEST_ID} - 1) FROM collections WHERE name = ${name}), 0) + 1 AS id`
      : sql`SELECT ${JSON.stringify(id)} AS id`;
  const idText = id === null ? sql`CAST(new.id AS TEXT)` : sql`${String(id)}`;
  return sql`INSERT INTO documents (collection, id, body)
    SELECT ${name}, ${idText}, '{"id":' || new.id || ${membersAfterId(text)} FROM (${given}) AS new
    WHERE ${condition} AND NOT EXISTS (SELECT 1 FROM documents WHERE collection = ${name} AND id = ${idText})
    RETURNING id`;
}

/** An UPDATE that returns a row when it replaced a document: not when the condition on the row `d` is false. */
export function updateDocument(collection: Collection, id: string, text: string, condition: Sql): Sql {
  return sql`UPDATE documents AS d SET body = '{"id":' || (d.body -> '$.id') || ${membersAfterId(text)}
    WHERE ${isDocument(collection, id)} AND ${condition} RETURNING seq`;
}

export function idTaken(collection: Collection, { id }: ValidDocument): Problem {
  const detail =
    id === null
      ? `No more automatic ids in ${collection.name}; send an id.`
      : `The id ${JSON.stringify(id)} is taken in ${collection.name}.`;
  return new Problem('id-taken', detail, { extensions: { errors: { id: detail } } });
}

export function documentMissing(collection: Collection, id: string): Problem {
  return new Problem('no-such-document', `There is no document ${JSON.stringify(id)} in ${collection.name}.`);
}

/** The text of a stored document after its id, which comes first. */
function membersAfterId(text: string): string {
  return text === '{}' ? '}' : `,${text.slice(1)}`;
}
