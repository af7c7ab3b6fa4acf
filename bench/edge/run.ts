// `npm run bench:edge` replays a trace of requests through a simulated edge in front of the built Worker. The edge has
// three locations with a cache each and a shared upper tier. The result is compared with the bound of an ideal cache.

import { formatTable } from '../lib/table.ts';
import { startOrigin } from './origin.ts';
import { type Result, replay, type Scenario } from './replay.ts';

/** A busy site; a quiet one, where `max-age=60` often ends before the next read; the quiet one with `max-age=3600`. */
const SCENARIOS: readonly Scenario[] = [
  { requestsPerSecond: 2_000 },
  { requestsPerSecond: 200 },
  { requestsPerSecond: 200, maxAge: 3_600 },
];

const ROWS: readonly [string, (result: Result) => string][] = [
  ['reads', ({ reads }) => count(reads)],
  ['writes', ({ writes }) => count(writes)],
  ['reads that reached the Worker', ({ worker }) => count(worker)],
  ['… of all reads', ({ worker, reads }) => share(worker, reads)],
  ['bound: first read, and first after each purge', ({ bound }) => count(bound)],
  ['… beyond the bound', ({ worker, bound }) => share(worker - bound, bound)],
  [
    '… of it full responses, not 304',
    ({ worker, revalidated, bound }) => share(worker - revalidated - bound, bound),
  ],
  ['D1 rows read', ({ rowsRead }) => count(rowsRead)],
  ['MB from the Worker', ({ workerBytes }) => (workerBytes / 1e6).toFixed(1)],
  ['MB to the clients', ({ clientBytes }) => (clientBytes / 1e6).toFixed(1)],
  ['conditional reads', ({ conditional }) => count(conditional)],
  ['… with a 304 response', ({ notModified, conditional }) => share(notModified, conditional)],
  ['stale responses after a purge', ({ stale }) => count(stale)],
];

const origin = await startOrigin();
try {
  const results: Result[] = [];
  for (const scenario of SCENARIOS) results.push(await replay(origin, scenario));
  const head = SCENARIOS.map(
    ({ requestsPerSecond, maxAge = 60 }) => `${count(requestsPerSecond)}/s, ${count(maxAge)} s`,
  );
  const rows = ROWS.map(([name, value]) => [name, ...results.map(value)]);
  console.log(formatTable(['requests, maxAge', ...head], rows));
  if (results.some(({ stale }) => stale > 0)) process.exitCode = 1;
} finally {
  await origin.stop();
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
