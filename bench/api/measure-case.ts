import { type Load, type Measurement, measure } from '../lib/load.ts';
import { cpuMilliseconds, servingProcesses } from '../lib/processes.ts';
import type { ServerProcess } from '../lib/server-process.ts';
import { formatNumber, median, percentile } from '../lib/table.ts';
import type { Case } from './cases.ts';
import { withEntityTag } from './compare-responses.ts';
import type { Server } from './servers.ts';

const CONNECTIONS = 8;
const ROUNDS = 7;
/** Intended duration of a round, and of the warm-up before the first, in milliseconds. */
const ROUND_MS = 300;
const WARM_UP_MS = 150;
/** No further round of a case begins after this time, in milliseconds: rounds of slow responses take long. */
const MAX_CASE_MS = 3_000;

interface Round extends Measurement {
  /** CPU time of the serving processes per request, in microseconds. */
  cpuMicroseconds: number;
}

/** The rounds of Perigee and of its peer, which alternate. */
interface Comparison {
  perigee: Round[];
  peer: Round[];
}

/** Measures a case at both servers in alternating rounds. */
export async function measureCase(oneCase: Case, perigee: Server, peer: Server): Promise<Comparison> {
  const own = await warmUp(perigee, oneCase);
  const other = await warmUp(peer, oneCase);
  const comparison: Comparison = { perigee: [], peer: [] };
  const started = performance.now();
  for (let i = 0; i < ROUNDS && performance.now() - started < MAX_CASE_MS; i++) {
    comparison.perigee.push(await measureRound(perigee.process, own));
    comparison.peer.push(await measureRound(peer.process, other));
  }
  return comparison;
}

async function measureRound({ origin, pid }: ServerProcess, load: Load): Promise<Round> {
  const processes = servingProcesses(pid);
  const before = cpuMilliseconds(processes);
  const measurement = await measure(origin, load);
  const used = cpuMilliseconds(processes) - before;
  return { ...measurement, cpuMicroseconds: (used * 1_000) / measurement.latencies.length };
}

/**
 * The figures of a row: medians of the rounds, the p99 of all requests, and the medians of the rounds' ratios. A ratio
 * above 1 is in favour of Perigee.
 */
export function figuresOf({ perigee, peer }: Comparison): string[] {
  const ratioOf = (figure: (own: Round, other: Round) => number) =>
    `× ${formatNumber(median(perigee.flatMap((own, i) => (peer[i] === undefined ? [] : figure(own, peer[i])))))}`;
  const speeds = [perigee, peer].flatMap((rounds) => {
    const latencies = rounds.flatMap((round) => round.latencies);
    return [median(rounds.map((round) => round.requestsPerSecond)), percentile(latencies, 0.99)];
  });
  const cpu = [perigee, peer].map((rounds) =>
    Math.round(median(rounds.map((round) => round.cpuMicroseconds))),
  );
  return [
    ...speeds.map(formatNumber),
    ratioOf((own, other) => own.requestsPerSecond / other.requestsPerSecond),
    ...cpu.map((microseconds) => microseconds.toLocaleString('en')),
    ratioOf((own, other) => other.cpuMicroseconds / own.cpuMicroseconds),
  ];
}

/** Warms a server up, and finds the number of requests that take about `ROUND_MS`. */
async function warmUp(server: Server, { calls: asked, status, isConditional }: Case): Promise<Load> {
  const { origin } = server.process;
  const calls = asked.map(server.dialect.callOf);
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
