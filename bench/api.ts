// `npm run bench:api`: the built Worker beside json-server 0.17.4, on the same 100,000 documents.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiCases, type Case } from './cases.ts';
import { makeUsers } from './documents.ts';
import { type Answer, ask, type Call, type Measurement, measure } from './load.ts';
import { type Server, startServer } from './servers.ts';
import { formatNumber, formatTable, median, percentile } from './table.ts';

const USERS = 100_000;
const CONNECTIONS = 8;
const ROUNDS = 7;
/** Milliseconds of one measurement, and of the one before the first that is thrown away. */
const ROUND = 300;
const WARM_UP = 150;
/** Milliseconds after which no other round of a case begins: slow answers need many. */
const ENOUGH = 3_000;
/** How many calls of each case must have the same answer from all servers. */
const COMPARED = 10;

/** Perigee and the server it is measured beside, in alternating rounds. */
interface Comparison {
  perigee: Measurement[];
  peer: Measurement[];
}

const folder = mkdtempSync(join(tmpdir(), 'perigee-bench-'));
const token = randomBytes(24).toString('base64url');
const count = String(USERS);
const starting = [
  startServer('./servers/perigee.ts', [count, join(folder, 'state'), token]),
  startServer('./servers/json-server.ts', [count, 'memory']),
  startServer('./servers/json-server.ts', [count, join(folder, 'db.json')]),
] as const;
try {
  await run(...(await Promise.all(starting)));
} finally {
  const servers = (await Promise.allSettled(starting)).filter((result) => result.status === 'fulfilled');
  await Promise.all(servers.map(({ value }) => value.stop()));
  rmSync(folder, { recursive: true });
}

async function run(perigee: Server, inMemory: Server, inFile: Server): Promise<void> {
  const cases = apiCases(makeUsers(USERS), token);
  const rowsRead = new Map<string, number>();
  for (const one of cases) rowsRead.set(one.name, await compareAnswers(one, perigee, [inMemory, inFile]));

  const rows: string[][] = [];
  for (const one of cases) {
    const peers = one.isWrite ? { 'in memory': inMemory, 'in its file': inFile } : { '': inMemory };
    for (const [suffix, peer] of Object.entries(peers)) {
      const name = suffix === '' ? one.name : `${one.name}, json-server ${suffix}`;
      process.stderr.write(`${name}\n`);
      const comparison = await measureBoth(one, perigee, peer);
      rows.push([name, ...figuresOf(comparison), formatRows(rowsRead.get(one.name) ?? 0, one.maxRows)]);
    }
  }
  const head = ['case', 'Perigee req/s', 'p99 ms', 'json-server req/s', 'p99 ms', 'ratio', 'rows read'];
  console.log(formatTable(head, rows));

  const tooMany = cases.filter(({ name, maxRows }) => (rowsRead.get(name) ?? 0) > (maxRows ?? Infinity));
  for (const { name } of tooMany) console.error(`"${name}" reads more rows than it may.`);
  if (tooMany.length > 0) process.exitCode = 1;
}

/**
 * Checks that the servers answer a case alike.
 *
 * @returns the most rows that Perigee read for one of the calls
 */
async function compareAnswers(one: Case, perigee: Server, peers: readonly Server[]): Promise<number> {
  let rowsRead = 0;
  for (const call of one.calls.slice(0, COMPARED)) {
    const [own = '', ...others] = await Promise.all(
      [perigee, ...peers].map(async ({ origin }) => {
        const [conditional = call] = one.isConditional ? await withTags(origin, [call]) : [];
        const answer = await ask(origin, conditional);
        rowsRead = Math.max(rowsRead, rowsReadOf(answer));
        return contentOf(answer, one, `${origin}${call.path}`);
      }),
    );
    const different = others.find((other) => other !== own);
    if (different !== undefined) {
      throw new Error(`"${one.name}": ${call.path} is ${own} from Perigee, ${different} from json-server.`);
    }
  }
  return rowsRead;
}

/** What must be the same: status, and of what has a body the ids and the total. */
function contentOf({ status, headers, text }: Answer, expected: Case, url: string): string {
  if (status !== expected.status) throw new Error(`${url} answered ${status}: ${text.slice(0, 200)}`);
  if (status === 304) return String(status);
  const ids = [JSON.parse(text) as { id: unknown } | { id: unknown }[]].flat().map(({ id }) => id);
  return JSON.stringify({ status, ids, total: headers['x-total-count'] });
}

function rowsReadOf({ headers }: Answer): number {
  return Number(/rows_read=(\d+)/.exec(String(headers['server-timing']))?.[1] ?? 0);
}

/** The calls with the `If-None-Match` of who has the answer already. */
function withTags(origin: string, calls: readonly Call[]): Promise<Call[]> {
  return Promise.all(
    calls.map(async (call) => {
      const { etag = '' } = (await ask(origin, call)).headers;
      return { ...call, headers: { ...call.headers, 'if-none-match': etag } };
    }),
  );
}

async function measureBoth(one: Case, perigee: Server, peer: Server): Promise<Comparison> {
  const loadOf = async ({ origin }: Server) => ({
    calls: one.isConditional ? await withTags(origin, one.calls) : one.calls,
    status: one.status,
  });
  const own = await loadOf(perigee);
  const others = await loadOf(peer);
  const warmUp = { connections: 1, milliseconds: WARM_UP };
  await measure(perigee.origin, { ...own, ...warmUp });
  await measure(peer.origin, { ...others, ...warmUp });
  const comparison: Comparison = { perigee: [], peer: [] };
  const round = { connections: CONNECTIONS, milliseconds: ROUND };
  const started = performance.now();
  for (let i = 0; i < ROUNDS && performance.now() - started < ENOUGH; i++) {
    comparison.perigee.push(await measure(perigee.origin, { ...own, ...round }));
    comparison.peer.push(await measure(peer.origin, { ...others, ...round }));
  }
  return comparison;
}

/** Medians of the rounds, the p99 of all requests, and the median of the rounds' ratios. */
function figuresOf({ perigee, peer }: Comparison): string[] {
  const ratios = perigee.map(
    ({ requestsPerSecond }, i) => requestsPerSecond / (peer[i]?.requestsPerSecond ?? Number.NaN),
  );
  const figures = [perigee, peer].flatMap((rounds) => [
    formatNumber(median(rounds.map(({ requestsPerSecond }) => requestsPerSecond))),
    formatNumber(
      percentile(
        rounds.flatMap(({ latencies }) => latencies),
        0.99,
      ),
    ),
  ]);
  return [...figures, `× ${formatNumber(median(ratios))}`];
}

function formatRows(rows: number, maxRows: number | undefined): string {
  const text = rows.toLocaleString('en');
  return maxRows === undefined ? text : `${text} (≤ ${maxRows})`;
}
