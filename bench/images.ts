// `npm run bench:images`: many clients at once ask for large JPEGs that need no change. How much memory does that take,
// and does the first byte reach a client before the source has sent its last? Beside the tutorial's endpoint, which
// reads a picture whole before it answers, and beside ipx.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { processTree, residentMegabytes } from './images/memory.ts';

const { values } = parseArgs({
  options: { clients: { type: 'string', default: '200' }, only: { type: 'string', default: '' } },
});
const clients = Number(values.clients);

interface Contender {
  name: string;
  file: string;
  path(source: string): string;
}

const CONTENDERS: Contender[] = [
  {
    name: 'Perigee',
    file: 'bench/images/perigee.ts',
    path: (source) => `/image/format=auto/${source}`,
  },
  {
    name: "the tutorial's arrayBuffer()",
    file: 'bench/images/array-buffer.ts',
    path: (source) => `/?source=${encodeURIComponent(source)}`,
  },
  {
    name: 'ipx',
    file: 'bench/images/ipx.ts',
    path: (source) => `/_/${source}`,
  },
];

const upstream = fork('bench/images/upstream.ts');
const [{ origin, bytes }] = (await once(upstream, 'message')) as [{ origin: string; bytes: number }];
/** When the source had sent the last byte of each picture, in milliseconds since 1970. */
const sent = new Map<string, number>();
upstream.on('message', ({ path, at }: { path: string; at: number }) => sent.set(path, at));

const rows = [];
const chosen = CONTENDERS.filter(({ name }) => name.includes(values.only));
for (const contender of chosen) rows.push(await measure(contender));
upstream.kill();
console.log(`${clients} clients at once, a JPEG of ${(bytes / 1e6).toFixed(1)} MB each`);
console.table(rows);

async function measure({ name, file, path }: Contender): Promise<Record<string, string | number>> {
  const server = serve(file, origin);
  const address = await addressOf(server);
  const get = (picture: string) => read(address + path(origin + picture));
  const processes = processTree(server.pid ?? 0);
  const started = residentMegabytes(processes);
  // At rest, but with the memory that so many requests take whatever they are for.
  await Promise.all(Array.from({ length: clients }, (_, i) => get(`/warm/${i}`)));
  await sleep(3000);
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
    'started MB': Math.round(started),
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

function serve(file: string, source: string): ChildProcess {
  const env = { ...process.env, SOURCE: source };
  return spawn('node', [file], { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Where a server is, as it says when it serves: `Ready on http://…`. */
async function addressOf(server: ChildProcess): Promise<string> {
  let output = '';
  for await (const chunk of server.stdout ?? []) {
    output += chunk;
    const address = /Ready on (\S+)\n/.exec(output)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`A server ended: ${output}`);
}
