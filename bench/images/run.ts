// `npm run bench:images`: many concurrent clients request large JPEGs that need no change. Measures the memory, and
// whether the first byte reaches a client before the source has sent its last. The peers are ipx and the tutorial's
// endpoint, which reads a whole image before it responds.
// `-- --clients 20` sets the number of clients, `-- --only ipx` selects servers by name.
import { parseArgs } from 'node:util';
import { startServer } from '../lib/server-process.ts';
import { formatTable } from '../lib/table.ts';
import { CONTENDERS } from './image-servers.ts';
import { measureMemory, type Result } from './measure-memory.ts';
import type { Sent } from './slow-jpegs.ts';

const COLUMNS: readonly [string, (result: Result) => string][] = [
  ['whole responses', ({ whole }) => String(whole)],
  ['first byte before the last was sent', ({ early }) => String(early)],
  ['started MB', ({ startedMegabytes }) => startedMegabytes.toFixed()],
  ['idle MB', ({ idleMegabytes }) => idleMegabytes.toFixed()],
  ['peak MB', ({ peakMegabytes }) => peakMegabytes.toFixed()],
  ['growth MB', ({ idleMegabytes, peakMegabytes }) => (peakMegabytes - idleMegabytes).toFixed()],
  ['seconds', ({ seconds }) => seconds.toFixed(1)],
];

const { values } = parseArgs({
  options: { clients: { type: 'string', default: '200' }, only: { type: 'string', default: '' } },
});
const upstream = await startServer(new URL('./slow-jpegs.ts', import.meta.url));
try {
  const sentAt = new Map<string, number>();
  upstream.onReport((report) => {
    const { path, at } = report as Sent;
    sentAt.set(path, at);
  });
  const { origin } = upstream;
  const bytes = await sizeOfImages(origin);
  const rows: string[][] = [];
  for (const contender of CONTENDERS.filter(({ name }) => name.includes(values.only))) {
    const result = await measureMemory(contender, Number(values.clients), { origin, bytes, sentAt });
    rows.push([contender.name, ...COLUMNS.map(([, value]) => value(result))]);
  }
  console.log(`${values.clients} clients at once, a JPEG of ${(bytes / 1e6).toFixed(1)} MB each\n`);
  console.log(formatTable(['server', ...COLUMNS.map(([title]) => title)], rows));
} finally {
  await upstream.stop();
}

async function sizeOfImages(origin: string): Promise<number> {
  const response = await fetch(`${origin}/size`, { method: 'HEAD' });
  return Number(response.headers.get('content-length'));
}
