// `npm run bench:scale`: what requests cost at 10,000, 100,000 and 1,000,000 documents. `-- 10000 100000` selects sizes.
// It fails when a request exceeds a bound of bounds.ts. Linux only: the CPU time is read from /proc.
import { rmSync } from 'node:fs';
import { buildCopy, copyProject } from '../../scripts/lib/build/project-copy.ts';
import { startBuiltWorker } from '../lib/built-worker.ts';
import { servingProcesses } from '../lib/processes.ts';
import { formatTable } from '../lib/table.ts';
import { brokenBound } from './bounds.ts';
import { type Case, readCases, type Sizes, writeCases } from './cases.ts';
import { copyDatabase } from './database-copy.ts';
import { collectionsSource } from './insert-sql.ts';
import { type Measured, measureCase } from './measure.ts';

const TOKEN = 'the-token-of-the-benchmark';
const CASES = [...readCases(), ...writeCases()];

const given = process.argv.slice(2).map(Number);
if (given.some((size) => !Number.isSafeInteger(size) || size < 1_000)) {
  throw new Error('Each size must be a whole number of at least 1000, such as `-- 10000 100000`.');
}
const all = (given.length > 0 ? given : [10_000, 100_000, 1_000_000]).map(sizesOf);
const project = copyProject();
try {
  buildCopy(project, 'src/collections.ts', collectionsSource());
  const columns: Measured[][] = [];
  for (const sizes of all) columns.push(await measureAt(sizes));
  report(columns);
} finally {
  rmSync(project, { recursive: true, force: true });
}

function sizesOf(users: number): Sizes {
  return { users, pictures: Math.floor(users / 4) };
}

async function measureAt(sizes: Sizes): Promise<Measured[]> {
  const folder = await copyDatabase(project, sizes);
  const vars = { ADMIN_TOKEN: TOKEN, EDGE_CACHE: 'off' };
  const { url, stop } = await startBuiltWorker({ vars, folder, project });
  const processes = servingProcesses(process.pid);
  const send = (path: string, init?: RequestInit) => fetch(new URL(path, url), init);
  const measured: Measured[] = [];
  for (const oneCase of CASES) {
    process.stderr.write(`${sizes.users.toLocaleString('en')}: ${oneCase.name}\n`);
    measured.push(await measureCase(oneCase, sizes, TOKEN, send, processes));
  }
  await stop();
  rmSync(folder, { recursive: true });
  return measured;
}

function report(columns: readonly Measured[][]): void {
  const titles = all.map(({ users }) => users.toLocaleString('en'));
  const head = [
    'case',
    ...titles.map((title) => `rows ${title}`),
    'written',
    'bytes',
    ...titles.map((title) => `CPU ms ${title}`),
  ];
  const broken: string[] = [];
  const rows = CASES.map((oneCase, i) => {
    const costs = columns.flatMap((column) => column[i] ?? []);
    const faults = costs.map((cost, k) => faultOf(oneCase, all[k], cost));
    broken.push(
      ...faults.flatMap((fault, k) => (fault === null ? [] : `${oneCase.name}, ${titles[k]}: ${fault}`)),
    );
    if (new Set(costs.map(constantCost)).size > 1 && oneCase.kind !== 'list') {
      broken.push(`${oneCase.name}: rows depend on the number of documents`);
    }
    return [
      oneCase.name,
      ...costs.map(
        (cost, k) => `${cost.rowsRead.toLocaleString('en')}${markOf(cost)}${faults[k] === null ? '' : ' !'}`,
      ),
      String(costs[0]?.rowsWritten || ''),
      (costs.at(-1)?.bytes ?? 0).toLocaleString('en'),
      ...costs.map((cost) => cost.cpuMilliseconds.toFixed(1)),
    ];
  });
  console.log(formatTable(head, rows));
  for (const fault of broken) console.error(fault);
  if (broken.length > 0) process.exitCode = 1;
}

function faultOf(oneCase: Case, sizes: Sizes | undefined, cost: Measured): string | null {
  return brokenBound(
    oneCase,
    oneCase.reads.flatMap((name) => sizes?.[name] ?? []),
    cost,
  );
}

function markOf({ code, status }: Measured): string {
  return code === null || status === 404 ? '' : ` (${code})`;
}

/** The figures that are the same at every size, except for lists. */
function constantCost({ rowsRead, rowsWritten, roundTrips }: Measured): string {
  return [rowsRead, rowsWritten, roundTrips].join();
}
