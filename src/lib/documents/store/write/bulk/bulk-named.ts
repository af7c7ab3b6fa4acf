import sql, { type Sql } from 'sql-template-tag';
import { Problem } from '../../../../http/problem/problem.ts';
import { MAX_DOCUMENTS_BYTES } from '../../../limits.ts';
import type { Collection } from '../../../schema/collection.ts';
import { documentMissing } from '../../document-missing.ts';
import { formsOfId } from '../../sql/id.ts';
import { table } from '../../sql/table-names.ts';
import { stateOfRow } from '../../state-tag.ts';

/** One of the documents that a request names. */
export interface NamedDocument {
  id: string;
  state: string;
  /** The order of insertion. */
  seq: number;
  /** `null` when all of them together have more bytes than one response may have. */
  body: string | null;
}

/** A condition on the row `d`: it is one of the documents of these ids. It reads one row per id. */
export function isNamed(ids: readonly string[]): Sql {
  return sql`d.id IN (SELECT value FROM json_each(${JSON.stringify(ids.flatMap(formsOfId))}))`;
}

/** A SELECT of the `NamedDocument`s of these ids. */
export function selectNamed(collection: Collection, ids: readonly string[]): Sql {
  return sql`SELECT CAST(d.id AS TEXT) AS id, ${stateOfRow('d', [])} AS state, d.seq,
      CASE WHEN ${fitOneResponse(collection, ids, 0)} THEN d.body END AS body
    FROM ${table(collection)} AS d WHERE ${isNamed(ids)}`;
}

/**
 * A condition: all of these documents exist, and with `more` bytes each, they fit into one response together.
 * It does not depend on the row of the statement, so SQLite evaluates it once.
 */
export function allNamedFit(collection: Collection, ids: readonly string[], more: number): Sql {
  return sql`(SELECT count(*) = ${ids.length} FROM ${table(collection)} AS d WHERE ${isNamed(ids)})
    AND ${fitOneResponse(collection, ids, more)}`;
}

function fitOneResponse(collection: Collection, ids: readonly string[], more: number): Sql {
  return sql`(SELECT total(octet_length(d.body) + ${more}) <= ${MAX_DOCUMENTS_BYTES}
    FROM ${table(collection)} AS d WHERE ${isNamed(ids)})`;
}

/**
 * The named documents in the order of their ids.
 *
 * @throws Problem 404 naming the ids that do not exist, 413 when the documents are too many bytes
 */
export function expectNamed(
  collection: Collection,
  ids: readonly string[],
  found: readonly NamedDocument[],
): (NamedDocument & { body: string })[] {
  const byId = new Map(found.map((document) => [document.id, document]));
  const missing = ids.filter((id) => !byId.has(id));
  if (missing.length > 0) throw documentsMissing(collection, missing);
  return ids.map((id) => {
    const { state = '', seq = 0, body = null } = byId.get(id) ?? {};
    if (body === null) throw tooManyBytes();
    return { id, state, seq, body };
  });
}

function documentsMissing(collection: Collection, ids: readonly string[]): Problem {
  const [id = ''] = ids;
  const detail =
    ids.length === 1
      ? documentMissing(collection, id).message
      : `There are no documents ${ids.map((missing) => JSON.stringify(missing)).join(', ')} in ${collection.name}.`;
  return new Problem('no-such-document', detail, { extensions: { ids } });
}

function tooManyBytes(): Problem {
  return new Problem(
    'body-too-large',
    `The documents have more than ${MAX_DOCUMENTS_BYTES} bytes together; name fewer ids.`,
  );
}
