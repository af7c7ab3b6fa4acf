import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import nodePath from 'node:path';

/** A package whose command the scripts run. */
export type Program = 'astro' | 'wrangler';

export interface Output {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The parts of a `package.json` that name its commands. */
interface Manifest {
  bin: Record<string, string>;
}

const { resolve } = createRequire(import.meta.url);

/**
 * The command line that runs a package's own bin file with the current Node. It needs no shell: on Windows,
 * `node_modules/.bin` has only `.cmd` files, which `spawn` cannot start.
 */
export function commandLine(program: Program, args: readonly string[]): [string, ...string[]] {
  const manifest = resolve(`${program}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  return [process.execPath, binFile(manifest, bin[program] ?? '', nodePath), ...args];
}

/** The absolute path of a bin file, which a manifest names relative to itself. */
export function binFile(manifest: string, bin: string, path: nodePath.PlatformPath): string {
  return path.resolve(path.dirname(manifest), bin);
}

/** Starts a program that uses the terminal itself. */
export function start(program: Program, args: readonly string[]): ChildProcess {
  return spawnLine(commandLine(program, args), { stdio: 'inherit' });
}

/** Runs a program and shows its output. */
export async function run(program: Program, args: readonly string[]): Promise<void> {
  const child = spawnLine(commandLine(program, args), { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await exitCode(child);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed with exit code ${code}.`);
}

/** Runs a program and returns its output, also when it fails. */
export function outputOf(program: Program, args: readonly string[]): Promise<Output> {
  return capture(commandLine(program, args));
}

/**
 * Runs another script of this folder's parent and returns its output, also when it fails.
 *
 * @param variables environment variables besides those of this process
 */
export function outputOfScript(script: string, variables: Record<string, string> = {}): Promise<Output> {
  const file = nodePath.join(import.meta.dirname, '..', script);
  return capture([process.execPath, file], { ...process.env, ...variables });
}

/** Forwards signals to a program that `start` started, and ends this process with its exit code. */
export async function follow(child: ChildProcess): Promise<never> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  process.exit((await exitCode(child)) ?? 0);
}

async function capture(line: [string, ...string[]], env: NodeJS.ProcessEnv = process.env): Promise<Output> {
  const child = spawnLine(line, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  return { code: await exitCode(child), stdout, stderr };
}

function spawnLine([command, ...args]: [string, ...string[]], options: SpawnOptions): ChildProcess {
  return spawn(command, args, options);
}

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((settle, reject) => {
    child.once('error', reject);
    // Unlike `exit`, `close` waits for the end of the output.
    child.once('close', settle);
  });
}
