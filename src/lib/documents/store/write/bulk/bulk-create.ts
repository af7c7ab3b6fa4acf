import sql, { raw, type Sql } from 'sql-template-tag';
import { Problem } from '../../../../http/problem/problem.ts';
import type { ValidDocument } from '../../../body/validate-document.ts';
import type { Collection } from '../../../schema/collection.ts';
import { type Database, runBatch } from '../../d1/database.ts';
import { concat } from '../../sql/concat.ts';
import { formsOfId } from '../../sql/id.ts';
import { nameLiteral, table } from '../../sql/table-names.ts';
import { columnValues } from '../column-values.ts';
import {
  expectSameContent,
  forgetOldResults,
  type IdempotencyKey,
  isUnused,
  type RecalledDocument,
  type Replay,
  recall,
  remember,
} from '../idempotency.ts';
import { bodyOf, GREATEST_ID, idTaken, NOW, nextVersionAt } from '../write-statements.ts';
import { bodyInSql, partOfRow, rowsOf } from './bulk-rows.ts';

/** A document of a list as it is stored now, with its id as text. */
export interface ListedDocument {
  id: string;
  body: string;
}

/** What is read before the documents are stored. */
interface Before {
  /** Automatic ids begin after this number. */
  base: number;
  /** The indexes of the documents whose id is taken, as a JSON array. */
  taken: string;
}

/** The greatest whole number that is an id of these documents. The triggers follow the same rule for `last_id`. */
function greatestNumber(documents: readonly ValidDocument[]): number {
  const numbers = documents.map(({ id }) => (/^\d{1,16}$/.test(String(id)) ? Number(id) : 0));
  return Math.max(0, ...numbers.filter(Number.isSafeInteger));
}

/**
 * Stores new documents, all or none. Documents without an id get consecutive numbers, greater than every id of the
 * request. With a key, the same documents are stored once, and their first state is returned again.
 *
 * @param now milliseconds since 1970
 * @throws Problem 409 when an id is taken, 422 when the key was used with a different body
 */
export async function createDocuments(
  db: Database,
  collection: Collection,
  documents: readonly ValidDocument[],
  once: IdempotencyKey | null,
  now: number,
): Promise<Replay & { documents: ListedDocument[] }> {
  expectDifferentIds(collection, documents);
  const creation = creationOf(collection, documents, once);
  const memory =
    once === null ? [] : [remember(collection, once, documents.length, now), recall(collection, once)];
  const [before, ...others] = await runBatch<[Before, ...unknown[]]>(db, [
    creation.before,
    ...(once === null ? [] : [forgetOldResults(now)]),
    ...creation.insertions,
    ...memory,
  ]);
  if (once !== null) {
    const recalled = (others.at(-1)?.rows ?? []) as RecalledDocument[];
    if (recalled.length > 0) {
      const isReplay = others.at(-2)?.changes === 0;
      return { documents: expectSameContent(recalled, once), isReplay };
    }
  }
  const [{ base, taken } = { base: 0, taken: '[]' }] = before.rows;
  const indexes: number[] = JSON.parse(taken);
  if (indexes.length > 0) throw idsTaken(collection, documents, indexes);
  const ids = idsFrom(base, documents);
  if (ids.some((id) => typeof id === 'number' && id > Number.MAX_SAFE_INTEGER)) {
    throw idTaken(collection, { id: null });
  }
  const stored = documents.map(({ text }, i) => {
    const id = ids[i] ?? '';
    return { id: String(id), body: bodyOf(id, text) };
  });
  return { documents: stored, isReplay: false };
}

/** The ids of documents. Those without an id are numbered from `base + 1`. */
function idsFrom(base: number, documents: readonly ValidDocument[]): (string | number)[] {
  let last = base;
  return documents.map(({ id }) => id ?? ++last);
}

/** The statement that reads what is needed, and those that insert the documents unless an id is taken. */
function creationOf(
  collection: Collection,
  documents: readonly ValidDocument[],
  once: IdempotencyKey | null,
): { before: Sql; insertions: Sql[] } {
  const own = nameLiteral(collection.name);
  const base = sql`(SELECT max(last_id, ${raw(String(greatestNumber(documents)))}) FROM _collections WHERE name = ${own})`;
  const forms = documents.flatMap(({ id }, index) =>
    id === null ? [] : formsOfId(String(id)).map((form) => [index, form]),
  );
  const taken = sql`FROM json_each(${JSON.stringify(forms)}) AS given
    CROSS JOIN ${table(collection)} AS d ON d.id = (given.value ->> '$[1]')`;
  const automatic = documents.filter(({ id }) => id === null).length;
  const first = sql`NOT EXISTS (SELECT 1 ${taken}) AND ${base} + ${raw(String(automatic))} <= ${GREATEST_ID}
    AND ${once === null ? raw('TRUE') : isUnused(collection, once)}`;
  // An automatic id is the position among those without one, which `idsFrom` counts too.
  let position = 0;
  const keys = documents.map(({ id }) => (id === null ? `[${++position}]` : JSON.stringify(id)));
  const columns = columnValues(collection, {});
  const chunks = rowsOf(
    collection,
    documents,
    keys,
    columns.map((_, i) => i),
  );
  return {
    before: sql`SELECT ${base} AS base, (SELECT json_group_array(given.value ->> '$[0]') ${taken}) AS taken`,
    // changes() counts the rows of the INSERT before.
    insertions: chunks.map((rows, i) => {
      const condition = i === 0 ? first : raw('changes() > 0');
      return insertion(collection, columns, { rows, base, condition });
    }),
  };
}

function insertion(
  collection: Collection,
  columns: ReturnType<typeof columnValues>,
  { rows, base, condition }: { rows: string; base: Sql; condition: Sql },
): Sql {
  const row = raw('new.item');
  return sql`INSERT INTO ${table(collection)} (id, body, version, modified${concat(columns, ({ column }) => sql`, ${column}`)})
    SELECT new.id, ${bodyInSql(raw('new.id'), raw('new.members'))}, ${nextVersionAt(collection, raw('new.key'))}, ${NOW}
      ${concat([...columns.keys()], (i) => sql`, ${partOfRow(row, i + 2)}`)}
    FROM (
      SELECT key, value AS item, ${partOfRow(raw('value'), 1)} AS members,
        CASE json_type(value, '$[0]') WHEN 'array' THEN ${base} + (value ->> '$[0][0]') ELSE value ->> '$[0]' END AS id
      FROM json_each(${rows})
    ) AS new
    WHERE ${condition} ORDER BY new.key`;
}

/** @throws Problem 409 when two documents have the same id; the number 1 and the text '1' are the same id */
function expectDifferentIds(collection: Collection, documents: readonly ValidDocument[]): void {
  const seen = new Set<string>();
  const again = documents.flatMap(({ id }, index) => {
    if (id === null) return [];
    const isSeen = seen.has(String(id));
    seen.add(String(id));
    return isSeen ? [index] : [];
  });
  if (again.length > 0) throw idsTaken(collection, documents, again, 'occurs twice in the request');
}

/** 409 with the index and the id of each document. */
function idsTaken(
  { name }: Collection,
  documents: readonly ValidDocument[],
  indexes: readonly number[],
  why = `is taken in ${name}`,
): Problem {
  const violations = indexes.map((index) => ({
    pointer: `/${index}/id`,
    message: `The id ${JSON.stringify(documents[index]?.id)} ${why}`,
  }));
  const errors = violations.map(({ pointer, message }) => [pointer.slice(1).replace('/', '.'), message]);
  const list = violations.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
  return new Problem('id-taken', `Ids are taken. ${list}`, {
    extensions: { errors: Object.fromEntries(errors), violations },
  });
}
