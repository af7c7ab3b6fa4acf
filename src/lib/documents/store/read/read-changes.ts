import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { Problem } from '../../../http/problem/problem.ts';
import { MAX_RESPONSE_BYTES } from '../../limits.ts';
import type { ChangesQuery } from '../../query/changes-query.ts';
import { parameterError } from '../../query/parameter-error.ts';
import type { Collection } from '../../schema/collection.ts';
import { identifier, versionIndexName } from '../../tables/definition/identifiers.ts';
import { notPrepared } from '../d1/d1-errors.ts';
import { type Database, runBatch } from '../d1/database.ts';
import { nameLiteral, table } from '../sql/table-names.ts';
import { isNotStored, type KnownStates, type StateTag, stateOfRow } from '../state-tag.ts';

/** What has changed in a collection. */
export interface Changes {
  state: StateTag;
  /** The changes in the order of their versions, as one JSON array; `null` when the client has this state stored. */
  body: string | null;
  /** The version that a client has after these changes. */
  version: number;
  /** Whether there are later changes. */
  isMore: boolean;
}

/** The collection (part 0), a document (1) or a deletion (2). */
interface Row {
  part: 0 | 1 | 2;
  version: number;
  /** The id as JSON, or the state of the collection. */
  key: string;
  body: string | null;
  /** Of the collection: whether the client lacks this state. */
  isWanted: 0 | 1 | null;
  /** Of the collection: whether no changes of this number can exceed the bytes of a response. */
  isLight: 0 | 1 | null;
  /** Of the collection: the version before the first change that is recorded. */
  from: number | null;
}

/**
 * Reads what has changed since a version in one round trip: each document once, in its present state, and each
 * deletion. When the client has the state stored, one row is read.
 *
 * @throws Problem 400 for a version that the collection has not reached, 410 for one before the first that is recorded
 */
export async function readChanges(
  db: Database,
  collection: Collection,
  { since, limit }: ChangesQuery,
  known: KnownStates,
): Promise<Changes> {
  const [{ rows }] = await runBatch<[Row]>(db, [changesStatement(collection, { since, limit, known })]);
  const [head, ...changes] = rows;
  if (head === undefined || head.from === null) throw notPrepared();
  const { version, key: state } = head;
  if (since > version) throw notReached(collection, since, version);
  if (since > 0 && since < head.from) throw changesGone(collection, since, head.from);
  const isAll = head.isLight === 1 && changes.length < limit;
  const reached = (isAll ? undefined : changes.at(-1)?.version) ?? version;
  const body = head.isWanted === 1 ? `[${changes.map(changeOf).join(',')}]` : null;
  return { state, body, version: reached, isMore: reached < version };
}

function changeOf({ part, version, key, body }: Row): string {
  return part === 2
    ? `{"version":${version},"id":${key},"deleted":true}`
    : `{"version":${version},"id":${key},"document":${body}}`;
}

/**
 * The statement of `readChanges`. If documents of the greatest size could exceed the bytes of a response, their sizes
 * are summed before any of them is read, and the changes end early.
 */
function changesStatement(
  collection: Collection,
  { since, limit, known }: { since: number; limit: number; known: KnownStates },
): Sql {
  const name = nameLiteral(collection.name);
  const index = raw(identifier(versionIndexName(collection.name)));
  // A client without documents needs no deletions.
  const deletions = (columns: Sql) =>
    since === 0
      ? empty
      : sql`UNION ALL SELECT 2, version, json_quote(id), ${columns} FROM _deletions
          WHERE collection = ${name} AND version > ${since}`;
  // SQLite merges both in the order of their indexes, and reads no more rows than the limit.
  const merged = (ofDocument: Sql, ofDeletion: Sql, most: string) => sql`
    SELECT 1 AS part, version, json_quote(id) AS key, ${ofDocument} FROM ${table(collection)} INDEXED BY ${index}
      WHERE version > ${since}
    ${deletions(ofDeletion)} ORDER BY version LIMIT coalesce((SELECT ${raw(most)} FROM c), 0)`;
  const state = stateOfRow('c', []);
  const light = merged(raw('body'), raw('NULL'), 'light');
  const heavy = merged(raw('seq, octet_length(body) AS bytes'), raw('NULL, 0'), 'heavy');
  return sql`WITH c AS NOT MATERIALIZED (
      SELECT *, iif(isRead AND isLight, ${limit}, 0) AS light, iif(isRead AND NOT isLight, ${limit}, 0) AS heavy FROM (
        SELECT *, isWanted AND version > ${since} AS isRead, largest * ${limit} <= ${MAX_RESPONSE_BYTES} AS isLight FROM (
          SELECT *, ${state} AS state, ${isNotStored(state, known)} AS isWanted FROM _collections AS c WHERE name = ${name}
        )
      )
    )
    SELECT 0 AS part, version, state AS key, NULL AS body, isWanted, isLight, changes_from AS "from" FROM c
    UNION ALL SELECT *, NULL, NULL, NULL FROM (${light})
    UNION ALL SELECT part, sized.version, key, d.body, NULL, NULL, NULL FROM (
      SELECT *, sum(bytes) OVER (ROWS UNBOUNDED PRECEDING) AS upto FROM (${heavy})
    ) AS sized LEFT JOIN ${table(collection)} AS d ON d.seq = sized.seq WHERE upto - bytes < ${MAX_RESPONSE_BYTES}`;
}

function notReached({ name }: Collection, since: number, version: number): Problem {
  return parameterError(
    '_since',
    String(since),
    `the present version of ${name} is ${version}. If the database was restored, read all changes again, without _since`,
  );
}

function changesGone({ name }: Collection, since: number, from: number): Problem {
  return new Problem(
    'changes-gone',
    `The changes of ${name} are recorded since version ${from}, and not since ${since}; read all changes again, without _since.`,
  );
}
