// `npm run bench:scale`: measures requests at 10,000, 100,000 and 1,000,000 documents. `-- 10000 100000` selects sizes.
// Fails when a request exceeds a bound of bounds.ts. Linux only: the CPU time is read from /proc.
import { rmSync } from 'node:fs';
import { buildCopy, copyProject } from '../../scripts/lib/build/project-copy.ts';
import { formatTable } from '../lib/table.ts';
import { brokenBound } from './bounds.ts';
import { type Case, readCases, type Sizes, writeCases } from './cases.ts';
import { collectionsSource } from './insert-sql.ts';
import { type Measured, measureCases } from './measure-cases.ts';

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
  for (const sizes of all) columns.push(await measureCases(CASES, sizes, project));
  report(columns);
} finally {
  rmSync(project, { recursive: true, force: true });
}

function sizesOf(users: number): Sizes {
  return { users, pictures: Math.floor(users / 4) };
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

/** The figures that must not depend on the number of documents, except for lists. */
function constantCost({ rowsRead, rowsWritten, roundTrips }: Measured): string {
  return [rowsRead, rowsWritten, roundTrips].join();
}
