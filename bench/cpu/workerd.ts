import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The path of the workerd that miniflare brings. */
const WORKERD = workerdPath();

/** A Worker to measure. */
export interface WorkerModules {
  /** Its modules are the `.mjs` files of this folder. */
  folder: string;
  /** The module that is its entry. */
  main: string;
  compatibilityDate: string;
  compatibilityFlags?: readonly string[];
  vars?: Readonly<Record<string, string>>;
}

/** The recorder behind a stub of the database, and what it has recorded. */
export interface Recordings {
  /** The address of the recorder, `127.0.0.1:{port}`. */
  address: string;
  /** The results that are known at start, by batch. */
  recordings: ReadonlyMap<string, unknown>;
}

export interface Workerd {
  /** `http://127.0.0.1:{port}` */
  origin: string;
  pid: number;
  stop: () => Promise<void>;
}

/**
 * Serves a Worker with a stub of D1 in a workerd of its own. No part of miniflare or wrangler runs in the process.
 *
 * @throws Error if workerd ends before it serves
 */
export async function startWorkerd(worker: WorkerModules, database: Recordings): Promise<Workerd> {
  const folder = mkdtempSync(join(tmpdir(), 'perigee-cpu-'));
  cpSync(worker.folder, folder, { recursive: true });
  cpSync(fileURLToPath(new URL('./stub-database.js', import.meta.url)), join(folder, 'stub-database.js'));
  writeFileSync(join(folder, 'config.capnp'), configOf(worker, folder, database));
  // The log is discarded: writing it to a reader would add CPU time.
  const child = spawn(WORKERD, ['serve', '--control-fd=3', join(folder, 'config.capnp')], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const ended = once(child, 'exit');
  process.once('exit', () => child.kill());
  const port = await Promise.race([portOf(child.stdio[3] as Readable), ended.then(() => null)]);
  if (port === null || child.pid === undefined) throw new Error('workerd ended before it served.');
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid,
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** The configuration of workerd, in the text format of Cap'n Proto. */
function configOf(worker: WorkerModules, folder: string, { address, recordings }: Recordings): string {
  const { main, compatibilityDate, compatibilityFlags = [], vars = {} } = worker;
  const modules = [main, ...globSync('**/*.mjs', { cwd: folder }).filter((path) => path !== main)];
  const version = { id: '00000000-0000-4000-8000-000000000000', tag: '', timestamp: '2026-10-01T00:00:00Z' };
  return `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = .main), (name = "assets", worker = .assets),
        (name = "recorder", external = (address = ${quote(address)}, http = ()))],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
      extensions = [(modules = [
        (name = "stub:database", internal = true, esModule = embed "stub-database.js")])]);
    const main :Workerd.Worker = (
      modules = [${modules.map((path) => `(name = ${quote(path)}, esModule = embed ${quote(path)})`)}],
      compatibilityDate = ${quote(compatibilityDate)}, compatibilityFlags = [${compatibilityFlags.map(quote)}],
      bindings = [(name = "ASSETS", service = "assets"),
        ${Object.entries(vars)
          .map(([name, value]) => `(name = ${quote(name)}, text = ${quote(value)}),`)
          .join('')}
        (name = "CF_VERSION_METADATA", json = ${quote(JSON.stringify(version))}),
        (name = "DB", wrapped = (moduleName = "stub:database", innerBindings = [
          (name = "recorder", service = "recorder"),
          (name = "recordings", json = ${quote(JSON.stringify([...recordings]))})]))]);
    const assets :Workerd.Worker = (compatibilityDate = "2026-10-01", modules = [(name = "assets",
      esModule = "export default { fetch: () => new Response(null, { status: 404 }) };")]);`;
}

/** Quotes a string for Cap'n Proto, which escapes printable characters as JSON does. */
function quote(value: string): string {
  return JSON.stringify(value);
}

async function portOf(control: Readable): Promise<number> {
  for await (const line of createInterface(control)) {
    const { event, port } = JSON.parse(line) as { event: string; port: number };
    if (event === 'listen') return port;
  }
  throw new Error('workerd did not listen.');
}

function workerdPath(): string {
  const { default: path } = createRequire(createRequire(import.meta.url).resolve('miniflare'))('workerd') as {
    default: string;
  };
  return path;
}
