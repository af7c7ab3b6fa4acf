import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentMegabytes, servingProcesses } from '../lib/processes.ts';
import { startServer } from '../lib/server-process.ts';
import type { Contender } from './image-servers.ts';

/** Interval between two readings of the memory, in milliseconds. */
const SAMPLE_MS = 100;
/** Time after the warm-up in which a server frees memory, in milliseconds. */
const REST_MS = 3_000;

/** Time to wait for the last reports of the upstream, in milliseconds. */
const REPORT_MS = 500;

/** The upstream, as the run sees it. */
export interface Upstream {
  origin: string;
  /** The size of each large image. */
  bytes: number;
  /** The time at which the upstream sent the last byte of each path, in milliseconds since 1970. */
  sentAt: ReadonlyMap<string, number>;
}

export interface Result {
  /** Responses that arrived as a whole. */
  whole: number;
  /** Responses whose first byte arrived before the upstream sent the last byte of the source. */
  early: number;
  startedMegabytes: number;
  idleMegabytes: number;
  peakMegabytes: number;
  seconds: number;
}

interface Download {
  isWhole: boolean;
  /** Milliseconds since 1970. */
  firstByteAt: number;
}

/** Requests one large image per client, all at once, and samples the memory of the server during that time. */
export async function measureMemory(
  { module, path }: Contender,
  clients: number,
  upstream: Upstream,
): Promise<Result> {
  const server = await startServer(module, [upstream.origin]);
  const get = (image: string) => download(server.origin + path(upstream.origin + image), upstream.bytes);
  const processes = servingProcesses(server.pid);
  const startedMegabytes = residentMegabytes(processes);
  // The memory at rest includes what as many concurrent requests need for small images.
  await Promise.all(Array.from({ length: clients }, (_, i) => get(`/warm/${i}`)));
  await sleep(REST_MS);
  const idleMegabytes = residentMegabytes(processes);
  let peakMegabytes = idleMegabytes;
  const sampling = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, residentMegabytes(processes));
  }, SAMPLE_MS);
  const started = Date.now();
  const run = randomUUID();
  const images = Array.from({ length: clients }, (_, i) => `/${run}/${i}`);
  const downloads = await Promise.all(images.map(get));
  const seconds = (Date.now() - started) / 1000;
  clearInterval(sampling);
  await sleep(REPORT_MS);
  await server.stop();

  const whole = downloads.filter(({ isWhole }) => isWhole).length;
  const early = downloads.filter(
    ({ firstByteAt }, i) => firstByteAt < (upstream.sentAt.get(images[i] ?? '') ?? 0),
  ).length;
  return { whole, early, startedMegabytes, idleMegabytes, peakMegabytes, seconds };
}

async function download(url: string, bytes: number): Promise<Download> {
  let received = 0;
  let firstByteAt = Number.POSITIVE_INFINITY;
  try {
    const response = await fetch(url);
    for await (const chunk of response.body ?? []) {
      if (received === 0) firstByteAt = Date.now();
      received += chunk.length;
    }
    // ipx encodes images that need no change, so its responses have another length.
    return { isWhole: response.ok && received > bytes / 2, firstByteAt };
  } catch {
    return { isWhole: false, firstByteAt };
  }
}
