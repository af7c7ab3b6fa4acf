// `npm run bench:api`: the built Worker beside json-server 0.17.4, with the same documents.
// `-- --documents 2000` sets their number.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeUsers } from '../lib/documents.ts';
import { type ServerProcess, startServer } from '../lib/server-process.ts';
import { formatTable } from '../lib/table.ts';
import { apiCases } from './cases.ts';
import { compareResponses } from './compare-responses.ts';
import { figuresOf, measureCase } from './measure-case.ts';

const HEAD = ['case', 'Perigee req/s', 'p99 ms', 'json-server req/s', 'p99 ms', 'ratio', 'rows read'];

const { values } = parseArgs({ options: { documents: { type: 'string', default: '100000' } } });
const folder = mkdtempSync(join(tmpdir(), 'perigee-bench-'));
const token = randomBytes(24).toString('base64url');
const perigeeModule = new URL('../lib/users-server.ts', import.meta.url);
const peerModule = new URL('./json-server.ts', import.meta.url);
const starting = [
  startServer(perigeeModule, [values.documents, join(folder, 'state'), token]),
  startServer(peerModule, [values.documents, 'memory']),
  startServer(peerModule, [values.documents, join(folder, 'db.json')]),
] as const;
try {
  await run(...(await Promise.all(starting)));
} finally {
  const servers = (await Promise.allSettled(starting)).filter((result) => result.status === 'fulfilled');
  await Promise.all(servers.map(({ value }) => value.stop()));
  rmSync(folder, { recursive: true });
}

async function run(perigee: ServerProcess, inMemory: ServerProcess, inFile: ServerProcess): Promise<void> {
  const cases = apiCases(makeUsers(Number(values.documents)), token);
  const rowsRead = new Map<string, number>();
  for (const oneCase of cases) {
    rowsRead.set(oneCase.name, await compareResponses(oneCase, perigee, [inMemory, inFile]));
  }

  const rows: string[][] = [];
  for (const oneCase of cases) {
    const peers = oneCase.isWrite ? { 'in memory': inMemory, 'in its file': inFile } : { '': inMemory };
    for (const [suffix, peer] of Object.entries(peers)) {
      const name = suffix === '' ? oneCase.name : `${oneCase.name}, json-server ${suffix}`;
      process.stderr.write(`${name}\n`);
      const figures = figuresOf(await measureCase(oneCase, perigee, peer));
      rows.push([name, ...figures, formatRows(rowsRead.get(oneCase.name) ?? 0, oneCase.maxRows)]);
    }
  }
  console.log(formatTable(HEAD, rows));

  for (const { name, maxRows } of cases) {
    if ((rowsRead.get(name) ?? 0) <= (maxRows ?? Infinity)) continue;
    console.error(`"${name}" reads more rows than its limit of ${maxRows}.`);
    process.exitCode = 1;
  }
}

function formatRows(rows: number, maxRows: number | undefined): string {
  const text = rows.toLocaleString('en');
  return maxRows === undefined ? text : `${text} (≤ ${maxRows})`;
}
