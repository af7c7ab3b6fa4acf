import { SingleBar } from 'cli-progress';

/** Shows the progress of an import. */
interface Progress {
  update(readBytes: number, documents: number): void;
  stop(): void;
}

/** The time between two lines without a terminal. */
const LINE_MS = 5_000;

/** A bar with documents per second and the time left on a terminal; elsewhere a line every five seconds. */
export function progressOf(totalBytes: number): Progress {
  return process.stdout.isTTY ? bar(totalBytes) : lines(totalBytes);
}

function bar(totalBytes: number): Progress {
  const started = performance.now();
  const shown = new SingleBar({
    format: '{bar} {percentage} %   {documents} documents   {rate} documents/s   {eta_formatted} left',
    hideCursor: true,
  });
  shown.start(totalBytes, 0, { documents: 0, rate: 0 });
  return {
    update: (readBytes, documents) => {
      shown.update(readBytes, {
        documents: documents.toLocaleString('en'),
        rate: rateOf(documents, started).toLocaleString('en'),
      });
    },
    stop: () => shown.stop(),
  };
}

function lines(totalBytes: number): Progress {
  const started = performance.now();
  let last = started;
  return {
    update: (readBytes, documents) => {
      if (performance.now() - last < LINE_MS) return;
      last = performance.now();
      const percent = Math.floor((readBytes / totalBytes) * 100);
      console.log(`${percent} %, ${documents} documents, ${rateOf(documents, started)} documents/s`);
    },
    stop: () => {},
  };
}

/** Documents per second since `started`. */
export function rateOf(documents: number, started: number): number {
  const seconds = (performance.now() - started) / 1_000;
  return seconds === 0 ? 0 : Math.round(documents / seconds);
}
