import type { Sql } from 'sql-template-tag';
import { Problem } from '../../http/problem.ts';

/** What a request cost the database, for `Server-Timing`. */
export interface Meter {
  roundTrips: number;
  rowsRead: number;
  /** Milliseconds that the database itself took. */
  duration: number;
}

export function newMeter(): Meter {
  return { roundTrips: 0, rowsRead: 0, duration: 0 };
}

/** The cost as a `Server-Timing` header (https://www.w3.org/TR/server-timing/): milliseconds, and rows read. */
export function serverTiming({ roundTrips, rowsRead, duration }: Meter): string {
  return `db;dur=${duration.toFixed(1)};desc="rows_read=${rowsRead} round_trips=${roundTrips}"`;
}

export interface Database {
  d1: D1Database;
  meter: Meter;
}

export interface Rows<Row> {
  rows: Row[];
  /** Rows that the statement itself changed; those of triggers do not count. */
  changes: number;
}

/**
 * Runs statements in one transaction and one round trip (https://developers.cloudflare.com/d1/worker-api/d1-database/#batch).
 * The caller knows what each statement's rows are.
 */
export async function runBatch<Results extends unknown[]>(
  { d1, meter }: Database,
  statements: { [K in keyof Results]: Sql },
): Promise<{ [K in keyof Results]: Rows<Results[K]> }> {
  const prepared = (statements as Sql[]).map((statement) => prepare(d1, statement));
  const results = await d1.batch(prepared).catch(refuseWhenBusy);
  meter.roundTrips += 1;
  for (const { meta } of results) {
    meter.rowsRead += meta.rows_read ?? 0;
    meter.duration += meta.duration ?? 0;
  }
  return results.map(({ results: rows, meta }) => ({ rows, changes: meta.changes })) as never;
}

/** D1's limits (https://developers.cloudflare.com/d1/platform/limits/): values bound to a statement, and its bytes. */
const MAX_BOUND = 100;
const MAX_STATEMENT = 100_000;

/** @throws Problem 400 when the statement is longer than D1 takes: only a list of many long conditions can be */
function prepare(d1: D1Database, { strings, values, sql }: Sql): D1PreparedStatement {
  if (sql.length > MAX_STATEMENT) {
    throw new Problem(
      'query-too-large',
      'The query is too long for the database; send fewer conditions or shorter names.',
    );
  }
  if (values.length <= MAX_BOUND) return d1.prepare(sql).bind(...values);
  const text = strings.reduce((before, after, i) => `${before}(?1 ->> ${i - 1})${after}`);
  return d1.prepare(text).bind(JSON.stringify(values));
}

/** What D1 says when it will answer again soon (https://developers.cloudflare.com/d1/observability/debug-d1/). */
const BUSY =
  /overloaded|Network connection lost|reset because its code was updated|caused object to be reset|Cannot resolve D1 DB|client disconnected|exceeded timeout/i;

function refuseWhenBusy(cause: unknown): never {
  if (!(cause instanceof Error && BUSY.test(cause.message))) throw cause;
  throw new Problem('database-busy', 'The database is busy; try again.', {
    cause,
    headers: { 'retry-after': '1' },
  });
}
