/** Logs one event as one line of JSON. Workers Logs indexes its fields. */
export function log(level: 'info' | 'error', event: Record<string, unknown>): void {
  console[level](JSON.stringify({ level, ...event }));
}
