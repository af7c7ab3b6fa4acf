// The bindings of a Worker under test, which fail as a test demands. All entrypoints of the isolate share the state.
import { env } from 'cloudflare:workers';

/** How the calls of a binding fail: with an error, with a status, or by never ending. */
export interface Fault {
  error?: string;
  /** The code of the error, as errors of the Images binding have. */
  code?: number;
  status?: number;
  isSilent?: boolean;
  /** Whether the call is executed before it fails. */
  isExecuted?: boolean;
  /** The number of calls that fail; all if absent. */
  times?: number;
}

export type BindingName = 'DB' | 'IMAGES' | 'ASSETS' | 'PURGE';

export interface Faults extends Partial<Record<BindingName, Fault>> {
  /** Milliseconds that the clock of the Worker is ahead. */
  clockMs?: number;
}

export type Calls = Partial<Record<BindingName, number>>;

let faults: Faults = {};
let calls: Calls = {};

const now = Date.now;
Date.now = () => now() + (faults.clockMs ?? 0);

/** Sets the faults with PUT. Responds with the number of calls since they were last set. */
export async function control(request: Request): Promise<Response> {
  const counted = Response.json(calls);
  if (request.method === 'PUT') {
    faults = await request.json();
    calls = {};
  }
  return counted;
}

/** Counts a call of a binding, then makes it or lets it fail. */
export async function attempt<Result>(
  name: BindingName,
  call: () => Promise<Result>,
  withStatus?: (status: number) => Result,
  signal?: AbortSignal | null,
): Promise<Result> {
  const count = (calls[name] ?? 0) + 1;
  calls[name] = count;
  const fault = faults[name];
  if (fault === undefined || count > (fault.times ?? Number.POSITIVE_INFINITY)) return call();
  if (fault.isExecuted) await call();
  if (fault.isSilent) return aborted(signal);
  if (fault.status !== undefined && withStatus !== undefined) return withStatus(fault.status);
  const error = new Error(fault.error);
  throw fault.code === undefined ? error : Object.assign(error, { code: fault.code });
}

/** Rejects when the signal aborts; without a signal, never settles. */
function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

/** Wraps an object with other methods. The methods of bindings need the binding itself as `this`. */
function withMethods<Target extends object>(target: Target, methods: Partial<Target>): Target {
  return new Proxy(target, {
    get(_, name) {
      const replaced: unknown = Reflect.get(methods, name);
      if (replaced !== undefined) return replaced;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function faultyDatabase(db: D1Database): D1Database {
  return withMethods(db, {
    batch: (statements) => attempt('DB', () => db.batch(statements)),
    withSession(constraint) {
      const session = db.withSession(constraint);
      return withMethods(session, { batch: (statements) => attempt('DB', () => session.batch(statements)) });
    },
  });
}

function faultyTransformer(transformer: ImageTransformer): ImageTransformer {
  return withMethods(transformer, {
    transform: (options) => faultyTransformer(transformer.transform(options)),
    output: (options) => attempt('IMAGES', () => transformer.output(options)),
  });
}

// Within the Worker under test, `env` has the faults, so the bindings themselves are read here.
const { DB, IMAGES, ASSETS } = env;

export const faultyEnv: Env = {
  ...env,
  DB: faultyDatabase(DB),
  IMAGES: withMethods(IMAGES, {
    input: (stream, options) => faultyTransformer(IMAGES.input(stream, options)),
  }),
  ASSETS: withMethods(ASSETS, {
    fetch: (input: RequestInfo | URL, init?: RequestInit) =>
      attempt(
        'ASSETS',
        () => ASSETS.fetch(input, init),
        (status) => new Response('a secret of the platform', { status }),
        init?.signal,
      ),
  }),
};
