// `npm run bench:edge`: replays a trace of requests through a simulated edge (three locations, each with a cache of its
// own, and an upper tier that they share) in front of the built Worker, and compares with what no cache can beat.
import { startOrigin } from './edge/origin.ts';
import { type Result, replay } from './edge/replay.ts';

/** Requests a second: a site that is busy, and one where most answers outlive their 60 s between two readers. */
const RATES = [2_000, 200];

const origin = await startOrigin();
try {
  const results: Result[] = [];
  for (const rate of RATES) results.push(await replay(origin, rate));
  print(results);
  if (results.some(({ stale }) => stale > 0)) process.exitCode = 1;
} finally {
  await origin.stop();
}

function print(results: Result[]): void {
  const row = (name: string, value: (result: Result) => string) =>
    console.log(
      `| ${name.padEnd(48)} | ${results.map((result) => value(result).padStart(14)).join(' | ')} |`,
    );
  const count = (n: number) => n.toLocaleString('en');
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

  console.log(
    `| ${'requests a second'.padEnd(48)} | ${RATES.map((rate) => count(rate).padStart(14)).join(' | ')} |`,
  );
  console.log(`| ${'-'.repeat(48)} | ${RATES.map(() => `${'-'.repeat(13)}:`).join(' | ')} |`);
  row('reads', ({ reads }) => count(reads));
  row('writes', ({ writes }) => count(writes));
  row('reads that reached the Worker', ({ worker }) => count(worker));
  row('… of all reads', ({ worker, reads }) => share(worker, reads));
  row('bound: first sight, first after each purge', ({ bound }) => count(bound));
  row('… beyond the bound', ({ worker, bound }) => share(worker - bound, bound));
  row('… of which the Worker answered 304', ({ revalidated, worker }) => share(revalidated, worker));
  row('D1 rows read', ({ rowsRead }) => count(rowsRead));
  row('bytes from the Worker', ({ workerBytes }) => megabytes(workerBytes));
  row('bytes to the clients', ({ clientBytes }) => megabytes(clientBytes));
  row('conditional reads', ({ conditional }) => count(conditional));
  row('… answered 304', ({ notModified, conditional }) => share(notModified, conditional));
  row('stale answers after a purge', ({ stale }) => count(stale));
}
