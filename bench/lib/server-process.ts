import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server in a process of its own. */
export interface ServerProcess {
  /** `http://127.0.0.1:{port}` */
  origin: string;
  pid: number;
  /** Calls the listener with each `report` of the process. */
  onReport(listener: (report: unknown) => void): void;
  stop(): Promise<void>;
}

/**
 * Starts a module that ends with `announce` or `announceServer`. Its stdout is discarded, and its stderr is shown.
 *
 * @throws Error if the module ends before it serves
 */
export async function startServer(module: URL, args: readonly string[] = []): Promise<ServerProcess> {
  const child = fork(module, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  const started = once(child, 'message') as Promise<[{ origin: string }]>;
  const announced = await Promise.race([started, ended.then(() => null)]);
  if (announced === null || child.pid === undefined) throw new Error(`${module} ended before it served.`);
  return {
    origin: announced[0].origin,
    pid: child.pid,
    onReport: (listener) => child.on('message', listener),
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** Announces the origin of a server to the process that started it. Ends when that process disconnects or exits. */
export function announce(origin: string, close: () => Promise<void>): void {
  process.once('disconnect', () => void close().finally(() => process.exit()));
  process.send?.({ origin });
}

/** Listens on a free port, and announces it. */
export async function announceServer(server: Server): Promise<void> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  announce(`http://127.0.0.1:${port}`, async () => {
    server.closeAllConnections();
    server.close();
  });
}

/** Sends a report to the process that started this one. */
export function report(value: object): void {
  process.send?.(value);
}
