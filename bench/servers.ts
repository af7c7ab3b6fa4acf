import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own. */
export interface Server {
  /** `http://127.0.0.1:{port}` */
  origin: string;
  stop(): Promise<void>;
}

/**
 * Starts a module that ends with `announce`. What it prints is dropped, its errors are shown.
 *
 * @param script the path of the module, relative to this one
 */
export async function startServer(script: string, args: readonly string[]): Promise<Server> {
  const child = fork(new URL(script, import.meta.url), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const started = once(child, 'message') as Promise<[{ origin: string }]>;
  const announced = await Promise.race([started, ended.then(() => null)]);
  if (announced === null) throw new Error(`${script} ended before it served.`);
  return {
    origin: announced[0].origin,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** Tells the process that started this one where it serves; when that one lets go, or is gone, closes and ends. */
export function announce(origin: string, close: () => Promise<void>): void {
  process.once('disconnect', () => void close().finally(() => process.exit()));
  process.send?.({ origin });
}
