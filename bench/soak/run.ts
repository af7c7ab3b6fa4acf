// `npm run test:soak`: sends mixed traffic directly to workerd for 10 minutes, and compares the memory in the last minute
// with that in the third. `-- 4` sets the minutes. Linux only: the memory is read from /proc.
import { setTimeout as sleep } from 'node:timers/promises';
import { startBuiltWorker } from '../lib/built-worker.ts';
import { residentMegabytes, servingProcesses } from '../lib/processes.ts';
import { formatNumber, formatTable, median } from '../lib/table.ts';
import { DELETED_AT_ONCE, deletionOf, type Exchange, nextExchange, TOKEN, USERS } from './traffic.ts';

const CLIENTS = 8;
/** Requests per second of all clients together, which a busy machine can serve too, so that runs are comparable. */
const RATE = 150;
const MINUTE_MS = 60_000;
/**
 * Requests before the first minute, sent as fast as possible. Until then, V8 lets the heaps of workerd's isolates grow:
 * 2,000 reads of a document take 80 MB at first, and nothing after 14,000 reads.
 */
const WARM_UP = 15_000;
/** Interval between two readings of the memory, in milliseconds. */
const SAMPLE_MS = 1_000;
/** The minute with which the last one is compared, from 1. */
const WARM_MINUTE = 3;
/** The growth of the memory up to the last minute that is allowed, as a fraction. */
const MAX_GROWTH = 0.1;
/** Time limit of a request in milliseconds, for a busy machine. */
const TIMEOUT_MS = 30_000;

const minutes = Number(process.argv[2] ?? 10);
if (!(minutes > WARM_MINUTE)) throw new Error(`The run must take more than ${WARM_MINUTE} minutes.`);
const errors: string[] = [];
const created: number[] = [];
/** Readings of the memory, and requests, by minute. */
const samples: number[][] = Array.from({ length: minutes }, () => []);
const requests: number[] = Array(minutes).fill(0);

// The local cache is off: it stores up to 64 MB, and does not run on Cloudflare.
const worker = await startBuiltWorker({
  vars: { ADMIN_TOKEN: TOKEN, EDGE_CACHE: 'off', RATE_LIMITS: 'off' },
  upstream: () => new Response(null, { status: 404 }),
});
try {
  await seed();
  let warm = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (warm++ < WARM_UP) await sendNext();
    }),
  );
  const started = Date.now();
  const minute = () => Math.floor((Date.now() - started) / MINUTE_MS);
  const processes = servingProcesses(process.pid);
  const sampling = setInterval(() => samples[minute()]?.push(residentMegabytes(processes)), SAMPLE_MS);
  await Promise.all(Array.from({ length: CLIENTS }, () => sendUntil(started + minutes * MINUTE_MS, minute)));
  clearInterval(sampling);
} finally {
  await worker.stop();
}
report();

async function sendUntil(end: number, minute: () => number): Promise<void> {
  const interval = (1000 * CLIENTS) / RATE;
  while (Date.now() < end) {
    const next = Date.now() + interval;
    const now = minute();
    await sendNext();
    requests[now] = (requests[now] ?? 0) + 1;
    await sleep(Math.max(0, next - Date.now()));
  }
}

async function sendNext(): Promise<void> {
  await exchange(nextExchange());
  if (created.length >= DELETED_AT_ONCE) await exchange(deletionOf(created.splice(0, DELETED_AT_ONCE)));
}

async function exchange({ method, path, statuses, headers, body }: Exchange): Promise<void> {
  try {
    const response = await fetch(new URL(path, worker.url), {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(headers !== undefined && { headers }),
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    if (!statuses.includes(response.status))
      fail(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    else if (response.status === 201)
      created.push(...(JSON.parse(text) as { id: number }[]).map(({ id }) => id));
  } catch (error) {
    fail(`${method} ${path}: ${error}`);
  }
}

function fail(message: string): void {
  errors.push(message);
  process.stderr.write(`${message}\n`);
}

async function seed(): Promise<void> {
  const users = Array.from({ length: USERS }, (_, i) => ({ id: i + 1, name: `user ${i + 1}`, age: i % 90 }));
  await worker.database
    .prepare(`INSERT INTO users (id, body) SELECT value ->> 'id', value FROM json_each(?1)`)
    .bind(JSON.stringify(users))
    .run();
}

function report(): void {
  const memory = samples.map(median);
  const rows = memory.map((megabytes, i) => [
    String(i + 1),
    (requests[i] ?? 0).toLocaleString('en'),
    formatNumber(megabytes),
  ]);
  console.log(formatTable(['minute', 'requests', 'memory of workerd, MB'], rows));
  const [warm = Number.NaN, last = Number.NaN] = [memory[WARM_MINUTE - 1], memory.at(-1)];
  const growth = last / warm - 1;
  const total = requests.reduce((sum, count) => sum + count, 0);
  console.log(
    `\n${total.toLocaleString('en')} requests, ${errors.length} errors; memory ${(growth * 100).toFixed(1)} % from minute ${WARM_MINUTE} to the last, at most ${MAX_GROWTH * 100} %.`,
  );
  if (errors.length > 0 || !(growth <= MAX_GROWTH)) process.exitCode = 1;
}
