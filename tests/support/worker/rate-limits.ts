/** Milliseconds of a period of the local limiter, which is a minute of the clock. */
const PERIOD_MS = 60_000;

let clients = 0;

/** The address of a client that nothing has been counted for. */
export function newClient(): string {
  clients += 1;
  return `192.0.2.${clients}`;
}

/** The first 48 bits of IPv6 addresses that nothing has been counted for. */
export function newNetwork(): string {
  clients += 1;
  return `2001:db8:${clients.toString(16)}`;
}

/** Returns what happens within one period. What the end of a period has interrupted happens again. */
export async function withinOnePeriod<Outcome>(happen: () => Promise<Outcome>): Promise<Outcome> {
  const period = () => Math.floor(Date.now() / PERIOD_MS);
  const before = period();
  const outcome = await happen();
  return period() === before ? outcome : withinOnePeriod(happen);
}
