/** The period of the local limiter in milliseconds: a minute of the clock. */
const PERIOD_MS = 60_000;

let clients = 0;

/** Returns the address of a client for which nothing has been counted. */
export function newClient(): string {
  clients += 1;
  return `192.0.2.${clients}`;
}

/** Returns the first 48 bits of IPv6 addresses for which nothing has been counted. */
export function newNetwork(): string {
  clients += 1;
  return `2001:db8:${clients.toString(16)}`;
}

/** Runs a function within one period, and again if the period has ended meanwhile. */
export async function withinOnePeriod<Outcome>(happen: () => Promise<Outcome>): Promise<Outcome> {
  const period = () => Math.floor(Date.now() / PERIOD_MS);
  const before = period();
  const outcome = await happen();
  return period() === before ? outcome : withinOnePeriod(happen);
}
