/** One line of JSON an event, which Workers Logs indexes by field. */
export function log(level: 'info' | 'error', event: Record<string, unknown>): void {
  console[level](JSON.stringify({ level, ...event }));
}
