// `npm run bench:cost`: measures what the requests of an anonymous client cost at 10,000 and 100,000 documents, and writes
// bench/cost/measured.json, of which `npm run docs` makes the tables of docs/cost.md. Linux only: the CPU time is read
// from /proc.
import { rmSync, writeFileSync } from 'node:fs';
import { buildCopy, copyProject } from '../../scripts/lib/build/project-copy.ts';
import type { MeasuredRequest } from '../../scripts/lib/docs/measured-costs.ts';
import { startBuiltWorker } from '../lib/built-worker.ts';
import { servingProcesses } from '../lib/processes.ts';
import { type Case, readCases, type Sizes } from '../scale/cases.ts';
import { copyDatabase } from '../scale/database-copy.ts';
import { collectionsSource } from '../scale/insert-sql.ts';
import { measureCase } from '../scale/measure.ts';

const SIZES: readonly Sizes[] = [
  { users: 10_000, pictures: 2_500 },
  { users: 100_000, pictures: 25_000 },
];

const project = copyProject();
try {
  buildCopy(project, 'src/collections.ts', collectionsSource());
  const requests: MeasuredRequest[] = [];
  for (const sizes of SIZES) requests.push(...(await measureAt(sizes)));
  writeFileSync(new URL('./measured.json', import.meta.url), `${JSON.stringify(requests, null, 2)}\n`);
} finally {
  rmSync(project, { recursive: true, force: true });
}

/** Measures every kind of read without a token. */
async function measureAt(sizes: Sizes): Promise<MeasuredRequest[]> {
  const folder = await copyDatabase(project, sizes);
  const { url, stop } = await startBuiltWorker({
    vars: { EDGE_CACHE: 'off', RATE_LIMITS: 'off' },
    folder,
    project,
  });
  const processes = servingProcesses(process.pid);
  const send = (path: string, init?: RequestInit) => fetch(new URL(path, url), init);
  const measured: MeasuredRequest[] = [];
  for (const oneCase of readCases()) {
    process.stderr.write(`${sizes.users.toLocaleString('en')}: ${oneCase.name}\n`);
    const { status, rowsRead, cpuMilliseconds } = await measureCase(oneCase, sizes, '', send, processes);
    const path = pathOf(oneCase, sizes);
    measured.push({
      name: oneCase.name,
      kind: kindOf(oneCase),
      users: sizes.users,
      path,
      status,
      rowsRead,
      cpuMilliseconds,
    });
  }
  await stop();
  rmSync(folder, { recursive: true });
  return measured;
}

function pathOf({ path, follow }: Case, sizes: Sizes): string {
  return [path(sizes, 0), ...follow.map((relation) => `rel="${relation}"`)].join(', then ');
}

function kindOf({ kind, name, path }: Case): MeasuredRequest['kind'] {
  if (kind === 'notModified') return 'unchanged';
  if (kind === 'item') return 'document';
  return /[?&]q=/.test(path({ users: 1, pictures: 1 }, 0)) || name.includes(', q') ? 'search' : 'list';
}
