// `npm run test:durability`: kills the running Worker under 8 writers, 20 times, and compares its database with the
// acknowledged writes. `-- 5` sets the number of kills. Linux only: workerd is found in /proc.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildCopy, copyProject } from '../../scripts/lib/build/project-copy.ts';
import { type BuiltWorker, startBuiltWorker } from '../lib/built-worker.ts';
import { servingProcesses } from '../lib/processes.ts';
import { startServer } from '../lib/server-process.ts';
import { collectionsSource } from '../scale/insert-sql.ts';
import { newLedger } from './ledger.ts';
import { verify } from './verify-database.ts';
import { pictureWith, type Write, writeUntilLost } from './writer.ts';

const TOKEN = 'the-token-of-the-test';
const WRITERS = 8;
/** Acknowledged writes before a kill. */
const MIN_WRITES = 50;
const MAX_WRITES = 200;
/** Maximum time of writing before a kill, in milliseconds, for a busy machine. */
const MAX_WRITING_MS = 15_000;
/** Interval at which the acknowledged writes are counted, in milliseconds. */
const CHECK_MS = 5;

const kills = Number(process.argv[2] ?? 20);
const project = copyProject();
const folder = mkdtempSync(join(tmpdir(), 'perigee-durability-'));
const ledgers = Array.from({ length: WRITERS }, newLedger);
const faults: string[] = [];
let lost = 0;
try {
  buildCopy(project, 'src/collections.ts', collectionsSource());
  const hasBulk = await withWorker(({ url }) => acceptsArrays(writerTo(url.origin)));
  if (!hasBulk) console.error('POST of an array is not served: bulk writes are left out.');
  for (let i = 0; i < kills; i++) {
    await writeAndKill(hasBulk);
    lost += ledgers.reduce((sum, ledger) => sum + ledger.lost.length, 0);
    const found = await withWorker(({ url, database }) => verify(database, writerTo(url.origin), ledgers));
    faults.push(...found.map((fault) => `kill ${i + 1}: ${fault}`));
    process.stderr.write(`kill ${i + 1}: ${found.length} faults\n`);
  }
} finally {
  rmSync(project, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `${kills} kills under ${WRITERS} writers: ${acknowledgedWrites().toLocaleString('en')} acknowledged writes, ${lost} POSTs without a response, ${faults.length} faults`,
);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;

function acknowledgedWrites(): number {
  return ledgers.reduce((sum, ledger) => sum + ledger.acknowledged, 0);
}

/** Kills workerd and its parent while all writers write. */
async function writeAndKill(hasBulk: boolean): Promise<void> {
  const server = await startServer(new URL('./durability-server.ts', import.meta.url), [
    project,
    folder,
    TOKEN,
  ]);
  const writing = ledgers.map((ledger) => writeUntilLost(ledger, writerTo(server.origin), hasBulk));
  const started = performance.now();
  const enough = acknowledgedWrites() + MIN_WRITES + Math.random() * (MAX_WRITES - MIN_WRITES);
  while (acknowledgedWrites() < enough && performance.now() - started < MAX_WRITING_MS) await sleep(CHECK_MS);
  for (const pid of [...servingProcesses(server.pid), server.pid]) process.kill(pid, 'SIGKILL');
  await Promise.all(writing);
  await server.stop();
}

async function withWorker<Result>(use: (worker: BuiltWorker) => Promise<Result>): Promise<Result> {
  const vars = { ADMIN_TOKEN: TOKEN, EDGE_CACHE: 'off' };
  const worker = await startBuiltWorker({ vars, folder, project });
  try {
    return await use(worker);
  } finally {
    await worker.stop();
  }
}

async function acceptsArrays(write: Write): Promise<boolean> {
  const response = await write('POST', '/api/pictures', [pictureWith('probe', 0)]);
  const text = await response.text();
  if (response.status !== 201) return false;
  const [{ id }] = JSON.parse(text) as [{ id: number }];
  await (await write('DELETE', `/api/pictures/${id}`)).arrayBuffer();
  return true;
}

function writerTo(origin: string): Write {
  return (method, path, body, key) =>
    fetch(origin + path, {
      method,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
}
