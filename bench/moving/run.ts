// `npm run bench:moving`: imports 100,000 documents into the Worker that `npm start` serves, exports them and compares. Then
// it repeats this with an import that is killed halfway and run again. `-- 10000` sets their number. Linux only.
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject } from '../../scripts/lib/build/project-copy.ts';
import { withServedProject } from '../lib/served-project.ts';
import { formatNumber, formatTable } from '../lib/table.ts';
import { type MeasuredRun, runMeasured } from './measured-script.ts';
import { expectSameDocuments } from './same-documents.ts';
import { user, writeDbJson } from './write-db-json.ts';

const documents = Number(process.argv[2] ?? 100_000);
if (!Number.isSafeInteger(documents) || documents < 2_000)
  throw new Error('The number must be at least 2000.');

/** Memory that an import or an export may use, whatever the size of the file. */
const MAX_MEGABYTES = 150;
const TOKEN = 'the-token-of-the-benchmark';

const project = copyProject();
const file = join(project, 'db.json');
const rows: string[][] = [];
try {
  await writeDbJson(file, documents);
  await checked(runMeasured(project, 'init', ['db.json', '--yes']));
  await withServer(async (origin) => {
    report('import', await checked(importing(origin)));
    await exportAndCompare(origin, 'export');
    const written = await rowsPerDocument(origin);
    rows.push(['rows written per document', '', '', formatNumber(written)]);
  });
  rmSync(join(project, '.wrangler/state'), { recursive: true });
  await withServer(async (origin) => {
    let stored = 0;
    const counting = setInterval(async () => {
      stored = await countOf(origin).catch(() => stored);
    }, 200);
    const killed = await importing(origin, () => stored >= documents / 2);
    clearInterval(counting);
    if (killed.code !== null) throw new Error(`The import was to be killed: ${killed.output}`);
    report(`import, killed at ${(await countOf(origin)).toLocaleString('en')}`, killed);
    report('import, run again', await checked(importing(origin)));
    await exportAndCompare(origin, 'export of it');
  });
  const size = formatNumber(statSync(file).size / 1e6);
  console.log(
    `${documents.toLocaleString('en')} documents, ${size} MB; both exports are equal to the file\n`,
  );
  console.log(formatTable(['step', 'seconds', 'documents/s', 'peak MB, or rows'], rows));
} finally {
  rmSync(project, { recursive: true, force: true });
}

function importing(origin: string, shouldKill?: () => boolean): Promise<MeasuredRun> {
  return runMeasured(project, 'import', ['db.json', '--to', origin, '--token', TOKEN], shouldKill);
}

async function exportAndCompare(origin: string, title: string): Promise<void> {
  const args = ['users', 'events', '--to', 'out.json', '--from', origin, '--token', TOKEN];
  report(title, await checked(runMeasured(project, 'export', args)));
  const count = await expectSameDocuments(file, join(project, 'out.json'));
  if (count !== documents) throw new Error(`The export has ${count} documents instead of ${documents}.`);
}

function report(title: string, { seconds, peakMegabytes, output, code }: MeasuredRun): void {
  process.stderr.write(`${title}: ${output.split('\n').at(-1)}\n`);
  const rate = code === null ? '' : formatNumber(documents / seconds);
  rows.push([title, formatNumber(seconds), rate, formatNumber(peakMegabytes)]);
  if (peakMegabytes > MAX_MEGABYTES) {
    console.error(`${title}: ${formatNumber(peakMegabytes)} MB; at most ${MAX_MEGABYTES} are allowed.`);
    process.exitCode = 1;
  }
}

async function checked(run: Promise<MeasuredRun>): Promise<MeasuredRun> {
  const done = await run;
  if (done.code !== 0) throw new Error(done.output);
  return done;
}

/** Counts the stored documents. */
async function countOf(origin: string): Promise<number> {
  const totals = ['users', 'events'].map(async (name) => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${origin}/api/${name}?_limit=1&_total=exact`, { headers });
    await response.arrayBuffer();
    return Number(response.headers.get('x-total-count'));
  });
  return (await Promise.all(totals)).reduce((sum, total) => sum + total, 0);
}

/** Creates 1,000 more users. Returns the rows written per document, by `Server-Timing`. */
async function rowsPerDocument(origin: string): Promise<number> {
  const more = Array.from({ length: 1_000 }, (_, i) => user(documents + i));
  const response = await fetch(`${origin}/api/users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(more),
  });
  await response.arrayBuffer();
  return Number(/rows_written=(\d+)/.exec(response.headers.get('server-timing') ?? '')?.[1]) / more.length;
}

async function withServer(use: (origin: string) => Promise<void>): Promise<void> {
  await withServedProject(project, ['--var', `ADMIN_TOKEN:${TOKEN}`], use);
}
