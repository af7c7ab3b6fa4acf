// `npm run bench:api`: the built Worker compared with json-server 0.17.4, bknd 0.20 and a hand-written Worker, with the same
// documents. `-- --documents 2000` sets their number. Linux only: the CPU time is read from /proc.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatTable } from '../lib/table.ts';
import { makeUsers } from '../lib/users.ts';
import { bundleBknd } from './bundle-bknd.ts';
import { apiCases } from './cases.ts';
import { compareResponses, type RowCounts } from './compare-responses.ts';
import { figuresOf, measureCase } from './measure-case.ts';
import { type Server, startServers } from './servers.ts';

const HEAD = [
  'case',
  'peer',
  'req/s',
  'p99 ms',
  'peer req/s',
  'p99 ms',
  'ratio',
  'CPU µs',
  'peer CPU µs',
  'ratio',
  'rows',
  'peer rows',
];

const { values } = parseArgs({ options: { documents: { type: 'string', default: '100000' } } });
const bknd = await bundleBknd();
const folder = mkdtempSync(join(tmpdir(), 'perigee-bench-'));
const token = randomBytes(24).toString('base64url');
const starting = startServers(values.documents, folder, token, bknd);
try {
  await run(await Promise.all(starting));
} finally {
  const servers = (await Promise.allSettled(starting)).filter((result) => result.status === 'fulfilled');
  await Promise.all(servers.map(({ value }) => value.process.stop()));
  rmSync(folder, { recursive: true });
}

async function run(servers: readonly Server[]): Promise<void> {
  const cases = apiCases(makeUsers(Number(values.documents)), token);
  const counts = new Map<string, RowCounts[]>();
  for (const oneCase of cases) {
    counts.set(oneCase.name, await compareResponses(oneCase, serversOf(servers, oneCase)));
  }

  const rows: string[][] = [];
  for (const oneCase of cases) {
    const [perigee, ...peers] = serversOf(servers, oneCase);
    const [own, ...others] = counts.get(oneCase.name) ?? [];
    for (const [i, peer] of peers.entries()) {
      if (perigee === undefined) continue;
      process.stderr.write(`${oneCase.name}, ${peer.name}\n`);
      const figures = figuresOf(await measureCase(oneCase, perigee, peer));
      rows.push([
        oneCase.name,
        peer.name,
        ...figures,
        formatRows(own, oneCase.maxRows),
        formatRows(others[i]),
      ]);
    }
  }
  console.log(formatTable(HEAD, rows));

  for (const { name, maxRows } of cases) {
    if ((counts.get(name)?.[0]?.read ?? 0) <= (maxRows ?? Infinity)) continue;
    console.error(`"${name}" reads more rows than its limit of ${maxRows}.`);
    process.exitCode = 1;
  }
}

function serversOf(servers: readonly Server[], oneCase: ReturnType<typeof apiCases>[number]): Server[] {
  return servers.filter(({ serves }) => serves(oneCase));
}

/** Rows read, with their limit, and rows written. json-server has none. */
function formatRows(rows: RowCounts | undefined, maxRows?: number): string {
  if (rows === undefined || rows.read + rows.written === 0) return '';
  const limit = maxRows === undefined ? '' : ` (≤ ${maxRows})`;
  const written = rows.written === 0 ? '' : `, ${rows.written} written`;
  return rows.read.toLocaleString('en') + limit + written;
}
