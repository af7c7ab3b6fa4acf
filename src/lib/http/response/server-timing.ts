/** What a request cost the database. */
export interface Meter {
  roundTrips: number;
  rowsRead: number;
  rowsWritten: number;
  /** Milliseconds spent inside the database. */
  duration: number;
  /** Whether the client may see the duration, which reveals how busy the database is. */
  showsDuration: boolean;
}

export function newMeter(): Meter {
  return { roundTrips: 0, rowsRead: 0, rowsWritten: 0, duration: 0, showsDuration: false };
}

/** The cost as a `Server-Timing` header (https://www.w3.org/TR/server-timing/). */
export function serverTiming(meter: Meter): string {
  const { roundTrips, rowsRead, rowsWritten, duration, showsDuration } = meter;
  const time = showsDuration ? `;dur=${duration.toFixed(1)}` : '';
  const written = rowsWritten > 0 ? `rows_written=${rowsWritten} ` : '';
  return `db${time};desc="rows_read=${rowsRead} ${written}round_trips=${roundTrips}"`;
}
