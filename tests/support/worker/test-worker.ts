import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { CoreHeaders, convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { HELPER, type HelperTask, helperWorker, type Outcome } from './helper-worker.ts';
import { remoteD1 } from './remote-d1.ts';

export interface TestWorkerOptions {
  /** The folder of `wrangler.json` and of the modules of a build. */
  build: string;
  /** Variables and secrets that override those of `wrangler.json`. */
  vars: Readonly<Record<string, string>>;
  /** Workers that run beside the one under test. */
  others?: readonly V4WorkerOptions[];
}

export interface LogEntry {
  level: string;
  message: string;
}

/** A built Worker in workerd, behind the router of its static files, with a D1 database and an Images binding of its own. */
export interface TestWorker {
  /** Starts the Worker unless it runs. */
  listen(): Promise<{ url: URL }>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  database(): D1Database;
  /** Executes statements as one batch of D1, and returns the rows of each. */
  batch(statements: readonly string[]): Promise<Outcome['results'][]>;
  /** The bindings of a Worker that runs beside the one under test. */
  bindingsOf<Bindings>(name: string): Promise<Bindings>;
  /** What the Worker has logged since the last `clearLogs()`. */
  logs(): Promise<LogEntry[]>;
  clearLogs(): Promise<void>;
  close(): Promise<void>;
}

/** Returns a Worker that `listen()` starts. */
export function createTestWorker(options: TestWorkerOptions): TestWorker {
  let entries: LogEntry[] = [];
  const marks = new Map<string, () => void>();
  const runtime = once(() => startRuntime(options, keep));
  const address = once(async () => (await runtime()).ready);
  const database = remoteD1((statements) => help({ statements }));

  function keep({ level, message }: LogEntry): void {
    const settle = marks.get(message);
    if (settle === undefined) entries.push({ level, message: String(message) });
    else settle();
  }

  /** @throws Error with the message of D1 */
  async function help(task: HelperTask): Promise<Outcome[]> {
    const response = await (await runtime()).dispatchFetch('http://helper', {
      method: 'POST',
      headers: { [CoreHeaders.ROUTE_OVERRIDE]: HELPER },
      body: JSON.stringify(task),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Outcome[];
  }

  /** Waits for the log: it comes through a pipe, and may come after the response to its request. */
  async function flush(): Promise<void> {
    const line = crypto.randomUUID();
    const logged = new Promise<void>((resolve) => marks.set(line, resolve));
    await help({ line });
    await logged;
    marks.delete(line);
  }

  return {
    listen: async () => ({ url: await address() }),
    async fetch(path, init) {
      const url = new URL(path, await address());
      return (await (await runtime()).dispatchFetch(url, init as never)) as unknown as Response;
    },
    database: () => database,
    async batch(statements) {
      const outcomes = await help({ statements: statements.map((sql) => ({ sql, parameters: [] })) });
      return outcomes.map(({ results }) => results);
    },
    bindingsOf: async (name) => (await runtime()).getBindings(name) as never,
    async logs() {
      await flush();
      return entries;
    },
    async clearLogs() {
      await flush();
      entries = [];
    },
    close: async () => (await runtime()).dispose(),
  };
}

async function startRuntime(options: TestWorkerOptions, log: (entry: LogEntry) => void): Promise<Miniflare> {
  const worker = workerOptions(options);
  const { others = [] } = options;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      // Miniflare would download sample geodata for `request.cf`.
      cf: false,
      telemetry: { enabled: false },
      handleStructuredLogs: log,
      workers: [worker, helperWorker(worker.d1Databases), ...others],
    }),
  );
  await miniflare.ready;
  return miniflare;
}

/**
 * What `wrangler dev` makes of a build. The proxy of `wrangler dev`, which Cloudflare does not have, is left out: it needs
 * more time than the Worker itself.
 */
function workerOptions({ build, vars }: TestWorkerOptions): V4WorkerOptions {
  const file = join(build, 'wrangler.json');
  const config: { name: string; main: string; vars: Record<string, string> } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  const { modulesRules: _rules, ...worker } = unstable_getMiniflareWorkerOptions(file).workerOptions;
  const entry = relative(build, resolve(dirname(file), config.main));
  const modules = [entry, ...globSync('**/*.mjs', { cwd: build }).filter((path) => path !== entry)];
  return {
    ...(worker as Partial<V4WorkerOptions>),
    name: config.name,
    rootPath: build,
    modules: modules.map((path) => ({ type: 'ESModule', path })),
    // Those of a developer's `.dev.vars` change no test.
    bindings: { ...config.vars, ...vars },
    // This process fetches what the Worker fetches: tests intercept it.
    outboundService: (request: Request) => globalThis.fetch(request.url, request as never) as never,
  } as V4WorkerOptions;
}

/** Calls a function at most once, and returns its result to all callers. */
function once<Result>(call: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= call();
    return result;
  };
}
