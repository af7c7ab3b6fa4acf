// `npm run bench:cost`: measures the cost of an anonymous client's requests at 10,000 and 100,000 documents. Writes
// scripts/lib/docs/measured-costs.json, from which `npm run docs` makes the table of docs/cost.md. Linux only: the CPU time
// is read from /proc.
import { rmSync, writeFileSync } from 'node:fs';
import { buildCopy, copyProject } from '../../scripts/lib/build/project-copy.ts';
import type { MeasuredRequest } from '../../scripts/lib/docs/measured-costs.ts';
import { type Case, readCases, type Sizes } from '../scale/cases.ts';
import { collectionsSource } from '../scale/insert-sql.ts';
import { measureCases } from '../scale/measure-cases.ts';

const SIZES: readonly Sizes[] = [
  { users: 10_000, pictures: 2_500 },
  { users: 100_000, pictures: 25_000 },
];

const project = copyProject();
try {
  buildCopy(project, 'src/collections.ts', collectionsSource());
  const requests: MeasuredRequest[] = [];
  for (const sizes of SIZES) requests.push(...(await measureAt(sizes)));
  writeFileSync(
    new URL('../../scripts/lib/docs/measured-costs.json', import.meta.url),
    `${JSON.stringify(requests, null, 2)}\n`,
  );
} finally {
  rmSync(project, { recursive: true, force: true });
}

/** Measures every kind of read, which is sent without a token. */
async function measureAt(sizes: Sizes): Promise<MeasuredRequest[]> {
  const cases = readCases();
  const measured = await measureCases(cases, sizes, project);
  return cases.flatMap((oneCase, i) => {
    const cost = measured[i];
    if (cost === undefined) return [];
    const { status, rowsRead, cpuMilliseconds } = cost;
    return {
      name: oneCase.name,
      kind: kindOf(oneCase),
      users: sizes.users,
      path: pathOf(oneCase, sizes),
      status,
      rowsRead,
      cpuMilliseconds,
    };
  });
}

function pathOf({ path, follow }: Case, sizes: Sizes): string {
  return [path(sizes, 0), ...follow.map((relation) => `rel="${relation}"`)].join(', then ');
}

function kindOf({ kind, name, path }: Case): MeasuredRequest['kind'] {
  if (kind === 'notModified') return 'unchanged';
  if (kind === 'item') return 'document';
  return /[?&]q=/.test(path({ users: 1, pictures: 1 }, 0)) || name.includes(', q') ? 'search' : 'list';
}
