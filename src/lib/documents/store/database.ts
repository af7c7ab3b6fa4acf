import type { Sql } from 'sql-template-tag';
import { byteLength } from '../../http/bytes.ts';
import { Problem } from '../../http/problem.ts';
import type { Meter } from '../../http/server-timing.ts';

export interface Database {
  d1: Pick<D1DatabaseSession, 'prepare' | 'batch'>;
  meter: Meter;
}

export interface Rows<Row> {
  rows: Row[];
  /** Rows that the statement changed, without those of triggers. */
  changes: number;
}

/**
 * Runs statements in one transaction and one round trip (https://developers.cloudflare.com/d1/worker-api/d1-database/#batch).
 * The caller states the row type of each statement.
 *
 * @throws Problem 503 when D1 is busy or lacks a table, 400 when a statement is too long
 */
export async function runBatch<Results extends unknown[]>(
  { d1, meter }: Database,
  statements: { [K in keyof Results]: Sql },
): Promise<{ [K in keyof Results]: Rows<Results[K]> }> {
  const prepared = (statements as Sql[]).map((statement) => prepare(d1, statement));
  const results = await d1.batch(prepared).catch(refuse);
  meter.roundTrips += 1;
  for (const { meta } of results) {
    meter.rowsRead += meta.rows_read ?? 0;
    meter.rowsWritten += meta.rows_written ?? 0;
    meter.duration += meta.duration ?? 0;
  }
  return results.map(({ results: rows, meta }) => ({ rows, changes: meta.changes })) as never;
}

/** Values bound to one statement: https://developers.cloudflare.com/d1/platform/limits/ */
const MAX_BOUND = 100;
/** Bytes of one statement: https://developers.cloudflare.com/d1/platform/limits/ */
const MAX_STATEMENT_BYTES = 100_000;

/**
 * Binds the values; more than 100 as one JSON array.
 *
 * @throws Problem 400 for a statement longer than D1 accepts, which only many long conditions make
 */
function prepare(d1: Database['d1'], { strings, values, sql }: Sql): D1PreparedStatement {
  if (byteLength(sql) > MAX_STATEMENT_BYTES) {
    throw new Problem(
      'query-too-large',
      'The query is too long for the database; send fewer conditions or shorter names.',
    );
  }
  if (values.length <= MAX_BOUND) return d1.prepare(sql).bind(...values);
  const text = strings.reduce((before, after, i) => `${before}(?1 ->> ${i - 1})${after}`);
  return d1.prepare(text).bind(JSON.stringify(values));
}

/**
 * Errors of a database whose tables do not fit the definitions. The last two are those of counts that no trigger kept:
 * an automatic id that exists, and a collection of less than no documents.
 */
const OUTDATED =
  /no such (table|column|index)|has no column named|unable to use function MATCH|NOT NULL constraint failed: \S+\.(version|id)\b|a document with this id exists|CHECK constraint failed: documents/i;

/** Errors of D1 that pass: https://developers.cloudflare.com/d1/observability/debug-d1/ */
const BUSY =
  /overloaded|Network connection lost|reset because its code was updated|caused object to be reset|Cannot resolve D1 DB|client disconnected|exceeded timeout/i;

function refuse(cause: unknown): never {
  if (!(cause instanceof Error)) throw cause;
  if (OUTDATED.test(cause.message)) {
    throw notPrepared(cause);
  }
  if (!BUSY.test(cause.message)) throw cause;
  throw new Problem('database-busy', 'The database is busy; try again.', {
    cause,
    headers: { 'retry-after': '1' },
  });
}

/** 503 for a database whose tables do not fit the definitions. */
export function notPrepared(cause?: unknown): Problem {
  return new Problem(
    'database-unavailable',
    'The database is not prepared for this version; run `npm run sync`.',
    {
      cause,
    },
  );
}
