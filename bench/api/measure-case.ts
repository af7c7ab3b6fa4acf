import { type Load, type Measurement, measure } from '../lib/load.ts';
import type { ServerProcess } from '../lib/server-process.ts';
import { formatNumber, median, percentile } from '../lib/table.ts';
import type { Case } from './cases.ts';
import { withEntityTag } from './compare-responses.ts';

const CONNECTIONS = 8;
const ROUNDS = 7;
/** Intended duration of a round, and of the warm-up before the first, in milliseconds. */
const ROUND_MS = 300;
const WARM_UP_MS = 150;
/** No further round of a case begins after this time, in milliseconds: rounds of slow responses take long. */
const MAX_CASE_MS = 3_000;

/** The rounds of Perigee and of its peer, which alternate. */
interface Comparison {
  perigee: Measurement[];
  peer: Measurement[];
}

/** Measures a case at both servers in alternating rounds. */
export async function measureCase(
  oneCase: Case,
  perigee: ServerProcess,
  peer: ServerProcess,
): Promise<Comparison> {
  const own = await warmUp(perigee, oneCase);
  const other = await warmUp(peer, oneCase);
  const comparison: Comparison = { perigee: [], peer: [] };
  const started = performance.now();
  for (let i = 0; i < ROUNDS && performance.now() - started < MAX_CASE_MS; i++) {
    comparison.perigee.push(await measure(perigee.origin, own));
    comparison.peer.push(await measure(peer.origin, other));
  }
  return comparison;
}

/** The figures of a row: medians of the rounds, the p99 of all requests, and the median of the rounds' ratios. */
export function figuresOf({ perigee, peer }: Comparison): string[] {
  const ratios = perigee.map(
    ({ requestsPerSecond }, i) => requestsPerSecond / (peer[i]?.requestsPerSecond ?? Number.NaN),
  );
  const figures = [perigee, peer].flatMap((rounds) => {
    const latencies = rounds.flatMap((round) => round.latencies);
    return [median(rounds.map((round) => round.requestsPerSecond)), percentile(latencies, 0.99)];
  });
  return [...figures.map(formatNumber), `× ${formatNumber(median(ratios))}`];
}

/** Warms a server up, and finds the number of requests that take about `ROUND_MS`. */
async function warmUp({ origin }: ServerProcess, { calls, status, isConditional }: Case): Promise<Load> {
  const load = {
    calls: isConditional ? await Promise.all(calls.map((call) => withEntityTag(origin, call))) : calls,
    status,
    connections: CONNECTIONS,
  };
  const cold = await measure(origin, { ...load, amount: CONNECTIONS });
  const warm = await measure(origin, { ...load, amount: amountIn(WARM_UP_MS, cold) });
  return { ...load, amount: amountIn(ROUND_MS, warm) };
}

function amountIn(milliseconds: number, { requestsPerSecond }: Measurement): number {
  return Math.max(CONNECTIONS, Math.round((requestsPerSecond * milliseconds) / 1000));
}
