const MAX_PORT = 65_535;

/**
 * Returns the port that `--port` names. Without a value, the option is `true`.
 *
 * @throws Error for anything but a whole number from 1 to 65535
 */
export function portOf(value: string | boolean): number {
  const port = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : 0;
  if (port >= 1 && port <= MAX_PORT) return port;
  throw new Error(`--port is ${JSON.stringify(value)}; it must be a whole number from 1 to ${MAX_PORT}.`);
}
