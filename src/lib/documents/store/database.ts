import type { Sql } from 'sql-template-tag';

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
  const prepared = (statements as Sql[]).map((statement) =>
    d1.prepare(statement.sql).bind(...statement.values),
  );
  const results = await d1.batch(prepared);
  meter.roundTrips += 1;
  for (const { meta } of results) {
    meter.rowsRead += meta.rows_read ?? 0;
    meter.duration += meta.duration ?? 0;
  }
  return results.map(({ results: rows, meta }) => ({ rows, changes: meta.changes })) as never;
}
