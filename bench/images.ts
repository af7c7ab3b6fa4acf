// `npm run bench:images`: many clients at once ask for large JPEGs that need no change. How much memory does that take,
// and does the first byte reach a client before the source has sent its last? Beside the tutorial's endpoint, which
// reads a picture whole before it answers, and beside ipx.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort, ready } from '../tests/worker/local-worker.ts';
import { processTree, residentMegabytes } from './memory.ts';

const { values } = parseArgs({ options: { clients: { type: 'string', default: '200' } } });
const clients = Number(values.clients);

interface Contender {
  name: string;
  start(port: number, source: string): ChildProcess;
  path(source: string): string;
}

const CONTENDERS: Contender[] = [
  {
    name: 'Perigee',
    // The cache on Cloudflare is no part of the Worker, so neither is its stand-in here.
    start: (port, source) =>
      wrangler(port, ['--var', `IMAGE_DEV_ORIGINS:${source}`, '--var', 'EDGE_CACHE:off']),
    path: (source) => `/image/format=auto/${source}`,
  },
  {
    name: "the tutorial's arrayBuffer()",
    start: (port) => wrangler(port, ['--config', 'bench/array-buffer/wrangler.toml']),
    path: (source) => `/?source=${encodeURIComponent(source)}`,
  },
  {
    name: 'ipx',
    start: (port) => {
      const env = { ...process.env, PORT: String(port) };
      return spawn('node', ['bench/ipx.ts'], { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    },
    path: (source) => `/_/${source}`,
  },
];

const upstream = fork('bench/upstream.ts');
const [{ origin, bytes }] = (await once(upstream, 'message')) as [{ origin: string; bytes: number }];
/** When the source had sent the last byte of each picture, in milliseconds since 1970. */
const sent = new Map<string, number>();
upstream.on('message', ({ path, at }: { path: string; at: number }) => sent.set(path, at));

const rows = [];
for (const contender of CONTENDERS) rows.push(await measure(contender));
upstream.kill();
console.log(`${clients} clients at once, a JPEG of ${(bytes / 1e6).toFixed(1)} MB each`);
console.table(rows);

async function measure({ name, start, path }: Contender): Promise<Record<string, string | number>> {
  const port = await freePort();
  const server = start(port, origin);
  await ready(server);
  const get = (picture: string) => read(`http://127.0.0.1:${port}${path(origin + picture)}`);
  await Promise.all(Array.from({ length: 4 }, (_, i) => get(`/${name.length}/warm/${i}`)));
  await sleep(3000);

  const processes = processTree(server.pid ?? 0);
  const idle = residentMegabytes(processes);
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMegabytes(processes));
  }, 100);
  const began = Date.now();
  const pictures = Array.from({ length: clients }, (_, i) => `/${name.length}/${i}`);
  const answers = await Promise.all(pictures.map(get));
  const seconds = (Date.now() - began) / 1000;
  clearInterval(watch);
  await sleep(500);
  process.kill(-(server.pid ?? 0));

  const whole = answers.filter(({ isWhole }) => isWhole).length;
  const early = answers.filter(({ firstByte }, i) => firstByte < (sent.get(pictures[i] ?? '') ?? 0)).length;
  return {
    server: name,
    'whole answers': whole,
    'first byte before the last was sent': early,
    'idle MB': Math.round(idle),
    'peak MB': Math.round(peak),
    'growth MB': Math.round(peak - idle),
    seconds: Number(seconds.toFixed(1)),
  };
}

async function read(url: string): Promise<{ isWhole: boolean; firstByte: number }> {
  let received = 0;
  let firstByte = Number.POSITIVE_INFINITY;
  try {
    const response = await fetch(url);
    for await (const chunk of response.body ?? []) {
      if (received === 0) firstByte = Date.now();
      received += chunk.length;
    }
    // ipx encodes anew what needs no change, so its answers have another length.
    return { isWhole: response.ok && received > bytes / 2, firstByte };
  } catch {
    return { isWhole: false, firstByte };
  }
}

function wrangler(port: number, args: string[]): ChildProcess {
  return spawn('npx', ['wrangler', 'dev', '--port', String(port), '--inspector-port', '0', ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
