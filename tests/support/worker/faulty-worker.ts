import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, expect } from 'vitest';
import type { Calls, Faults } from './faulty-worker/faults.ts';
import type { TestWorker } from './test-worker.ts';
import { useWorker } from './worker.ts';

export interface FaultyWorker {
  server: TestWorker;
  /** Sets the faults until the end of the test. */
  break(faults: Faults): Promise<void>;
  /** The number of calls of each binding since the faults were set. */
  calls(): Promise<Calls>;
}

/** No static file has this path: those of the Worker would answer first. */
const CONTROL = 'http://faults.test/control';
const MODULES = ['faults', 'workers-module', 'entry'];

/**
 * Runs the built Worker with bindings that can fail. Only the bindings differ: the code of the Worker is that of the build.
 */
export function useFaultyWorker(vars: Record<string, string> = {}): FaultyWorker {
  const project = buildFaulty();
  // Vitest runs these hooks in reverse order: the Worker closes before its files are removed.
  afterAll(() => rmSync(project, { recursive: true }));
  const server = useWorker({ built: project, vars });
  const control = async (method: string, faults?: Faults) => {
    const init = { method, ...(faults !== undefined && { body: JSON.stringify(faults) }) };
    const response = await server.fetch(CONTROL, init as never);
    expect(response.status).toBe(200);
    return response.json() as Promise<Calls>;
  };
  const setFaults = async (faults: Faults) => {
    await control('PUT', faults);
  };
  afterEach(() => setFaults({}));
  return { server, break: setFaults, calls: () => control('GET') };
}

/** Text of errors, stack traces and paths that no client may see. Each error of a test has some of it. */
const INTERNALS = /SELECT|INSERT|SQLITE|D1_ERROR|secret|\/home\/|\.m?[jt]s\b|\bat \w+ \(/;

/** Makes an error message with text that no client may see. */
export function secretError(message: string): string {
  return `${message} SELECT secret FROM "users" at prepare (/home/d1/worker.mjs:1:2)`;
}

/** Reads the problem of a response. Expects the headers of every response, and no internal text. */
export async function readPublicProblem(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  expect(text).not.toMatch(INTERNALS);
  expect(JSON.stringify([...response.headers])).not.toMatch(INTERNALS);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('x-request-id')).toMatch(/./);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const problem = JSON.parse(text) as Record<string, unknown>;
  expect(problem).toMatchObject({ status: response.status, type: `/problems/${problem['code']}` });
  return problem;
}

/** Copies the build, with an entrypoint that wraps its own, into a folder at the depth that its relative paths need. */
function buildFaulty(): string {
  mkdirSync('.astro', { recursive: true });
  const folder = mkdtempSync(resolve('.astro', 'faulty-'));
  const build = join(folder, 'dist/server');
  cpSync('dist', join(folder, 'dist'), { recursive: true });
  cpSync('migrations', join(folder, 'migrations'), { recursive: true });
  for (const name of globSync('**/*.mjs', { cwd: build })) {
    const module = `${name.includes('/') ? '..' : '.'}/faulty-workers-module.mjs`;
    edit(join(build, name), (code) => code.replaceAll(/(?<=["'`])cloudflare:workers(?=["'`])/g, module));
  }
  for (const name of MODULES) {
    const source = readFileSync(new URL(`./faulty-worker/${name}.ts`, import.meta.url), 'utf8');
    const code = stripTypeScriptTypes(source)
      .replace('../../../../src/worker.ts', './entry.mjs')
      .replaceAll(/'\.\/([\w-]+)\.ts'/g, `'./faulty-$1.mjs'`);
    writeFileSync(join(build, `faulty-${name}.mjs`), code);
  }
  edit(join(build, 'wrangler.json'), (text) =>
    JSON.stringify({ ...(JSON.parse(text) as object), main: 'faulty-entry.mjs' }),
  );
  return folder;
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
