import type { Sql } from 'sql-template-tag';
import { byteLength } from '../../../http/bytes.ts';
import { Problem } from '../../../http/problem/problem.ts';
import type { Meter } from '../../../http/response/server-timing.ts';
import { callD1 } from './d1-call.ts';

export interface Database {
  d1: Pick<D1DatabaseSession, 'prepare' | 'batch'>;
  meter: Meter;
}

interface Rows<Row> {
  rows: Row[];
  /** Rows that the statement changed, without those of triggers. */
  changes: number;
}

/**
 * Runs statements in one transaction and one round trip; a second attempt is a second round trip. The caller states the
 * row type of each statement (https://developers.cloudflare.com/d1/worker-api/d1-database/#batch).
 *
 * @throws Problem 503 when D1 fails, is busy or lacks a table, 400 when a statement is too long
 */
export async function runBatch<Results extends unknown[]>(
  { d1, meter }: Database,
  statements: { [K in keyof Results]: Sql },
): Promise<{ [K in keyof Results]: Rows<Results[K]> }> {
  const prepared = (statements as Sql[]).map((statement) => prepare(d1, statement));
  const send = () => {
    meter.roundTrips += 1;
    return d1.batch(prepared);
  };
  const results = await callD1(send, (statements as Sql[]).every(isRead));
  for (const { meta } of results) {
    meter.rowsRead += meta.rows_read ?? 0;
    meter.rowsWritten += meta.rows_written ?? 0;
    meter.duration += meta.duration ?? 0;
  }
  return results.map(({ results: rows, meta }) => ({ rows, changes: meta.changes })) as never;
}

/** Maximum values bound to one statement: https://developers.cloudflare.com/d1/platform/limits/ */
const MAX_BOUND = 100;
/** Maximum bytes of one statement: https://developers.cloudflare.com/d1/platform/limits/ */
const MAX_STATEMENT_BYTES = 100_000;

/**
 * Prepares a statement and binds its values; more than 100 as one JSON array.
 *
 * @throws Problem 400 for a statement longer than D1 accepts, which takes many long conditions
 */
function prepare(d1: Database['d1'], { strings, values, sql }: Sql): D1PreparedStatement {
  // A character has at most three bytes, so the bytes of most statements need not be counted.
  if (sql.length * 3 > MAX_STATEMENT_BYTES && byteLength(sql) > MAX_STATEMENT_BYTES) {
    throw new Problem(
      'query-too-large',
      'The query is too long for the database; send fewer conditions or shorter names.',
    );
  }
  if (values.length <= MAX_BOUND) return d1.prepare(sql).bind(...values);
  const text = strings.reduce((before, after, i) => `${before}(?1 ->> ${i - 1})${after}`);
  return d1.prepare(text).bind(JSON.stringify(values));
}

/** Whether a statement only reads. No statement of `store` writes after `WITH`. */
function isRead({ strings: [begin = ''] }: Sql): boolean {
  return /^\s*(SELECT|WITH)\b/.test(begin);
}
