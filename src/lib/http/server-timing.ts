/** What a request cost the database. */
export interface Meter {
  roundTrips: number;
  rowsRead: number;
  rowsWritten: number;
  /** Milliseconds spent inside the database. */
  duration: number;
}

export function newMeter(): Meter {
  return { roundTrips: 0, rowsRead: 0, rowsWritten: 0, duration: 0 };
}

/** The cost as a `Server-Timing` header (https://www.w3.org/TR/server-timing/). */
export function serverTiming({ roundTrips, rowsRead, rowsWritten, duration }: Meter): string {
  const written = rowsWritten === 0 ? '' : ` rows_written=${rowsWritten}`;
  return `db;dur=${duration.toFixed(1)};desc="rows_read=${rowsRead} round_trips=${roundTrips}${written}"`;
}
