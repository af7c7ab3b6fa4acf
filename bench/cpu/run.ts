// `npm run bench:cpu`: measures the CPU time of the Worker itself, with a stub of D1: per request, and of the first request
// of an isolate. The peers are a Worker without a framework and plain Astro endpoints. Linux only.
// `-- --only item` selects cases by name.
import { parseArgs } from 'node:util';
import { build } from 'astro';
import { startBuiltWorker } from '../lib/built-worker.ts';
import { formatNumber, formatTable, median } from '../lib/table.ts';
import { makeUsers } from '../lib/users.ts';
import { type Contender, contenders, PLAIN_ASTRO, TOKEN } from './cpu-cases.ts';
import { measureCase, measureFirstRequest, type Running } from './measure-cpu.ts';
import { startRecorder } from './recorder.ts';
import { startWorkerd } from './workerd.ts';

const USERS = 200;
/** Users whose documents are requested. */
const REQUESTED = 20;
const FIRST = 'first item of an isolate';

/**
 * Maximum CPU time as a multiple of plain Astro's in the same run, because times depend on the machine. On a machine where
 * plain Astro takes 107 µs and 98 µs, the bounds are 170 µs and 220 µs.
 */
const MAX_RATIOS: Readonly<Record<string, number>> = { item: 170 / 107, 'page of 10': 220 / 98 };

/** Maximum CPU time of the first request, in milliseconds: https://developers.cloudflare.com/workers/platform/limits/#cpu-time */
const MAX_FIRST_MS = 10;

const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } });
await build({ root: PLAIN_ASTRO, logLevel: 'error' });
const users = makeUsers(USERS).map((user) => ({ ...user, id: user.id + USERS }));
const real = await startBuiltWorker({ vars: { ADMIN_TOKEN: TOKEN, EDGE_CACHE: 'off' } });
await createUsers();
const recorder = await startRecorder(real.database);
try {
  await run(contenders(users.slice(0, REQUESTED)));
} finally {
  recorder.stop();
  await real.stop();
}

async function run(all: readonly Contender[]): Promise<void> {
  const rows: string[][] = [];
  const running: Running[] = [];
  for (const contender of all) {
    running.push({ contender, workerd: await startWorkerd(contender.worker, recorder) });
  }
  for (const name of new Set(all.flatMap(({ cases }) => cases.map((oneCase) => oneCase.name)))) {
    if (!name.includes(options.only)) continue;
    process.stderr.write(`${name}\n`);
    const rounds = await measureCase(name, running);
    rows.push([`${name}, µs`, ...rounds.map(formatMedian), judgeRatio(name, rounds)]);
  }
  await Promise.all(running.map(({ workerd }) => workerd.stop()));
  if (FIRST.includes(options.only)) {
    process.stderr.write(`${FIRST}\n`);
    const values: number[] = [];
    for (const contender of all) values.push(await measureFirstRequest(contender, recorder));
    rows.push([`${FIRST}, ms`, ...values.map(formatNumber), judgeFirst(values)]);
  }
  console.log(formatTable(['case', ...all.map(({ name }) => name), 'Perigee / plain Astro'], rows));
}

/** Formats the median of the ratios of the rounds, and fails the benchmark when it exceeds its bound. */
function judgeRatio(name: string, [, plain = [], perigee = []]: readonly number[][]): string {
  if (plain.length === 0) return '';
  const ratio = median(perigee.map((time, i) => time / (plain[i] ?? Number.NaN)));
  const bound = MAX_RATIOS[name];
  if (bound === undefined) return `× ${formatNumber(ratio)}`;
  if (ratio > bound)
    fail(`"${name}" takes ${ratio.toFixed(2)} times the CPU of plain Astro; at most ${bound.toFixed(2)}.`);
  return `× ${formatNumber(ratio)} (≤ ${formatNumber(bound)})`;
}

function judgeFirst([, , perigee = Number.NaN]: readonly number[]): string {
  if (perigee > MAX_FIRST_MS)
    fail(`The first item takes ${perigee.toFixed(1)} ms of CPU; at most ${MAX_FIRST_MS}.`);
  return `≤ ${MAX_FIRST_MS} ms`;
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

function formatMedian(rounds: readonly number[]): string {
  return rounds.length === 0 ? '' : formatNumber(median(rounds));
}

/** Creates the users through the API. */
async function createUsers(): Promise<void> {
  for (const user of users) {
    const { status } = await fetch(new URL('/api/users', real.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(user),
    });
    if (status !== 201) throw new Error(`The user ${user.id} was not created: ${status}.`);
  }
}
